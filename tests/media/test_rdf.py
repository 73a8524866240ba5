import pytest
from defusedxml import DefusedXmlException

from archive.media.rdf import properties
from tests.media.picture_makers import xmp

ARTWORK = """<ext:ArtworkOrObject><rdf:Bag><rdf:li rdf:parseType="Resource">
<ext:AOTitle><rdf:Alt><rdf:li xml:lang="x-default">House</rdf:li><rdf:li xml:lang="es">Casa</rdf:li></rdf:Alt>
</ext:AOTitle><ext:AOCreator><rdf:Seq><rdf:li>Ana</rdf:li></rdf:Seq></ext:AOCreator>
<ext:AODateCreated>1935-05-02</ext:AODateCreated></rdf:li></rdf:Bag></ext:ArtworkOrObject>"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<photoshop:City>San &amp; José</photoshop:City>", {"XMP-photoshop:City": "San & José"}),
        ("<dc:creator><rdf:Seq><rdf:li>A</rdf:li></rdf:Seq></dc:creator>", {"XMP-dc:Creator": ["A"]}),
        ("<dc:creator>A</dc:creator>", {"XMP-dc:Creator": "A"}),
        ("<dc:title xml:lang='de'>Titel</dc:title>", {"XMP-dc:Title-de": "Titel"}),
        (
            """<dc:rights><rdf:Alt><rdf:li xml:lang='x-default'> a </rdf:li>
            <rdf:li xml:lang='ES-mx'>b</rdf:li><rdf:li>c</rdf:li></rdf:Alt></dc:rights>""",
            {"XMP-dc:Rights": " a ", "XMP-dc:Rights-es-MX": "b"},
        ),
        (
            "<photoshop:DateCreated>2004-06-21T10:11:12.5Z</photoshop:DateCreated>",
            {"XMP-photoshop:DateCreated": "2004:06:21 10:11:12.5Z"},
        ),
        ("<photoshop:DateCreated>2004-06</photoshop:DateCreated>", {"XMP-photoshop:DateCreated": "2004:06"}),
        ("<dc:source rdf:resource='http://a'/>", {"XMP-dc:Source": "http://a"}),
        (
            "<dc:source><rdf:Description><rdf:value>v</rdf:value></rdf:Description></dc:source>",
            {"XMP-dc:Source": "v"},
        ),
        (
            ARTWORK,
            {
                "XMP-iptcExt:ArtworkOrObject": [
                    {
                        "AOTitle": "House",
                        "AOTitle-es": "Casa",
                        "AOCreator": ["Ana"],
                        "AODateCreated": "1935:05:02",
                    }
                ]
            },
        ),
        (
            """<ext:LocationShown><rdf:Bag><rdf:li ext:City='A' exif:GPSLatitude='1'/>
            </rdf:Bag></ext:LocationShown>""",
            {"XMP-iptcExt:LocationShown": [{"City": "A"}]},
        ),
        (
            """<ext:LocationCreated><rdf:Bag><rdf:li><rdf:Description ext:City='A'>
            <ext:CountryName>B</ext:CountryName></rdf:Description></rdf:li></rdf:Bag></ext:LocationCreated>""",
            {"XMP-iptcExt:LocationCreated": [{"City": "A", "CountryName": "B"}]},
        ),
        ("<exif:GPSLatitude>48,51.5N</exif:GPSLatitude><photoshop:History>x</photoshop:History>", {}),
    ],
)
def test_every_way_of_writing_is_read(body: str, expected: dict[str, object]) -> None:
    assert properties(xmp(body)) == expected


def test_properties_may_be_attributes() -> None:
    packet = xmp("").replace(b'rdf:about=""', b'rdf:about="" photoshop:Credit="C"')
    assert properties(packet) == {"XMP-photoshop:Credit": "C"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32-be"])
def test_packets_may_be_padded_and_in_any_unicode(encoding: str) -> None:
    text = xmp("<photoshop:Credit>Ñ</photoshop:Credit>").decode().strip()
    assert properties(text.encode(encoding) + b"\0\0\0\0") == {"XMP-photoshop:Credit": "Ñ"}


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_entities_are_refused(head: str) -> None:
    with pytest.raises(DefusedXmlException):
        properties(head.encode() + xmp("<photoshop:Credit>C</photoshop:Credit>").strip())


def test_endless_depth_and_length_are_refused_or_left_out() -> None:
    deep = "<ext:A rdf:parseType='Resource'>" * 900 + "x" + "</ext:A>" * 900
    assert properties(xmp(f"<ext:Event rdf:parseType='Resource'>{deep}</ext:Event>")).keys() <= {
        "XMP-iptcExt:Event"
    }
    with pytest.raises(ValueError, match="8 MB"):
        properties(b" " * 9_000_000)
