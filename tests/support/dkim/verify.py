"""Whether a mail on standard input is signed as RFC 6376 says, by another implementation than Plaza's
(Debian's python3-dkim). The one argument is the TXT record that a name server would give.

Prints `name`, which was asked for, and `good` or `bad`.
"""

import sys

import dkim


def main():
    record = sys.argv[1].encode()
    asked = []

    def txt(name, timeout=5):
        asked.append(name.decode() if isinstance(name, bytes) else name)
        return record

    good = dkim.verify(sys.stdin.buffer.read(), dnsfunc=txt)
    print(asked[0] if asked else "-", "good" if good else "bad")


main()
