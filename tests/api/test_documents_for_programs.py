"""Documents lead programs to their bytes where we have them, and are not told where withheld."""

from django.test import Client

from tests.api.conftest import Get
from tests.api.files_of_fairview import TREES
from tests.council.chamber import NOW
from townline.api.legistar import shapes
from townline.cities.rules.city import City
from townline.council.models import CouncilFile, DocumentRow


def test_documents_lead_to_their_bytes_or_to_their_place_in_the_record(
    get: Get, city: City, http: Client
) -> None:
    file = CouncilFile.objects.get(city_id=city.id, identifier=TREES)
    kept, named, _ = [
        DocumentRow.objects.create(
            file=file,
            kind="report",
            title=title,
            received_at=NOW,
            seq=seq,
            digest="a" * 64 if seq == 90 else "",
            size=1 if seq == 90 else None,
            withheld=seq == 92,
        )
        for seq, title in ((90, "Kept"), (91, "Named alone"), (92, "Withheld"))
    ]
    rows = get(f"matters/{file.pk}/attachments").json()
    assert [row["MatterAttachmentName"] for row in rows] == [kept.title, named.title]
    assert list(rows[0]) == list(shapes.ATTACHMENT.fields)
    assert rows[0]["MatterAttachmentHyperlink"].endswith(f"/council/documents/{kept.pk}/")
    assert rows[1]["MatterAttachmentHyperlink"].endswith(f"/council/files/{TREES}/#document-91")
    bill = http.get(f"/ocd/bills/{TREES}/").json()
    assert [each["note"] for each in bill["documents"]] == [kept.title, named.title]
