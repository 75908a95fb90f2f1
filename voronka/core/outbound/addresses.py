"""Which addresses may be reached: public ones, and hosts that the administrator has allowed by name."""

import ipaddress
import socket

from django.conf import settings

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits


class NotAllowed(Exception):
    """The host resolves to an address of this machine or an inner network, or has a name that does not resolve."""


def checked(host: str, port: int) -> list[str]:
    """Addresses of the host, all of them allowed; connect to these and do not resolve the name again.

    One inner address among public ones is enough for NotAllowed: a name that answers both ways is a trap.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotAllowed(f"{host} does not resolve") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if host.lower().rstrip(".") not in {name.lower() for name in settings.OUTBOUND_ALLOWED_HOSTS}:
        for text in addresses:
            if not is_public(ipaddress.ip_address(text.partition("%")[0])):
                raise NotAllowed(f"{host} is {text}, which is not a public address")
    return addresses


def is_public(address: Address) -> bool:
    """Whether the address belongs to the open internet; what is wrapped inside an IPv6 address counts too."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(one is not None and not is_public(one) for one in inner):
            return False
        if address.ipv4_mapped or address in NAT64:
            return True
    return address.is_global and not address.is_multicast
