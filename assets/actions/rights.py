"""The one writer of rights."""

import hashlib
from datetime import date

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from assets.errors import InvalidRequest
from assets.models import Asset, Rights

MOST_DOCUMENT_BYTES = 10 * 1024 * 1024


def set_rights(
    *,
    asset: Asset,
    kind: str,
    expires_on: date | None,
    document: "UploadedFile[bytes] | None",
    user: User,
) -> Rights:
    """document: None keeps the one there is, of a licence. Raises InvalidRequest."""
    if kind not in Rights.Kind.values:
        raise InvalidRequest("Rights are owned, licensed or unknown.", code="unknown_rights")
    rights = Rights.objects.filter(asset=asset).first() or Rights(asset=asset)
    is_licence = kind == Rights.Kind.LICENSED
    rights.kind, rights.set_by = kind, user
    rights.expires_on = expires_on if is_licence else None
    if not is_licence:
        rights.document, rights.document_name, rights.document_sha256 = b"", "", ""
    elif document is not None:
        if (document.size or 0) > MOST_DOCUMENT_BYTES:
            raise InvalidRequest(
                "The document is larger than 10 MB. Make it smaller and send it again.",
                code="document_too_large",
            )
        content = document.read()
        if not content:
            raise InvalidRequest("The document is empty. Choose another one.", code="no_document")
        rights.document = content
        rights.document_name = (document.name or "Licence")[:200]
        rights.document_sha256 = hashlib.sha256(content).hexdigest()
    rights.save()
    return rights
