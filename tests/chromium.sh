#!/bin/sh
# The browser test drives Debian's Chromium: install it where we may, else say loudly that the test will be skipped.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "*** Chromium is not here and cannot be installed: the page will NOT be tested. Install the package 'chromium'. ***" >&2
[ "${SWEETSPOT_REQUIRE_ALL:-}" = 1 ] && exit 1
exit 0
