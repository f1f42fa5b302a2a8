import httpx
import pytest

from assets.engines.addresses import PublicOnlyTransport, check_url, is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "ff02::1",
        "not an address",
    ],
)
def test_our_own_network_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("url", ["https://api.example", "http://localhost:8188/v1"])
def test_an_address_of_a_server_is_taken(url):
    check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example",
        "ftp://api.example",
        "file:///etc/passwd",
        "https://",
        "https://me:word@api.example",
        "https://api.example?key=1",
        "https://api.example/#x",
        "https://api.example:99999",
        "https://[::1",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(url):
    with pytest.raises(ValueError, match="address"):
        check_url(url)


async def test_a_call_goes_to_the_address_that_was_judged():
    asked = []

    async def resolve(host, port):
        return ["93.184.215.14"]

    def answer(request):
        asked.append(request)
        return httpx.Response(200)

    transport = PublicOnlyTransport(httpx.MockTransport(answer), resolve)
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get("https://api.example/v1")
    assert asked[0].url.host == "93.184.215.14"
    assert asked[0].headers["host"] == "api.example"
    assert asked[0].extensions["sni_hostname"] == "api.example"
