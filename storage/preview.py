"""What waits in the ledger for its hour."""

from datetime import datetime

from sqlmodel import col, select

from storage.db import Db
from storage.deliveries import Delivery, DeliveryState


def waiting(db: Db, edition_id: int, until: datetime) -> list[Delivery]:
    """What is queued and due by then."""
    query = select(Delivery).where(
        Delivery.edition_id == edition_id, Delivery.state == DeliveryState.QUEUED, Delivery.due_at <= until
    )
    return list(db.exec(query.order_by(col(Delivery.due_at))))
