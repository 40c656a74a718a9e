"""A held message for a person's eyes: what is shown of it, and that nothing of it runs or is fetched."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from held_fixtures import held

from emitlib.forms.review_desk.frozen_message import read_frozen_message
from emitlib.forms.review_desk.message_view import message_html
from emitlib.i18n import spoken

EVIL = '<p>Hola</p><script>alert(1)</script><img src="https://tracker.example/x.png">"></iframe><b>out</b>'


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Año <b>1</b>", "Empresa <a@example.mx>", "ñandú@example.mx"
    message.set_content("Texto llano")
    message.add_alternative(EVIL, subtype="html")
    message.add_attachment(b"x" * 2500, maintype="application", subtype="pdf", filename="Factura A-1.pdf")
    path = tmp_path / "c.eml"
    path.write_bytes(message.as_bytes())
    return path


def test_headers_texts_and_sizes_are_read_back(frozen: Path) -> None:
    read = read_frozen_message(frozen)
    assert read is not None
    assert (read.subject, read.to) == ("Año <b>1</b>", "ñandú@example.mx")
    assert read.text.strip() == "Texto llano"
    assert read.html.strip() == EVIL
    (attached,) = read.attachments
    assert (attached.name, attached.size, attached.media_type) == ("Factura A-1.pdf", 2500, "application/pdf")


def test_the_body_stands_in_a_frame_without_scripts_and_net(frozen: Path) -> None:
    with spoken("en"):
        shown = message_html(held(1), read_frozen_message(frozen))
    head, opened, rest = shown.partition("<iframe sandbox title=")
    frame, _close, after = rest.partition("></iframe>")
    assert opened
    assert "default-src &#39;none&#39;" in frame
    assert "&lt;script&gt;alert(1)" in frame
    assert "<b>out</b>" not in after
    assert "<script" not in shown
    assert "Año &lt;b&gt;1&lt;/b&gt;" in head
    assert "Factura A-1.pdf · 2.5 kB" in head


def test_pictures_that_the_message_carries_stand_inside_its_html(tmp_path: Path) -> None:
    message = EmailMessage()
    message["To"], message["Reply-To"], message["Cc"] = "a@uno.mx", "b@dos.mx", "c@tres.mx"
    message.set_content("Texto llano")
    message.add_alternative('<img src="cid:logo@emitlib"><img src="cid:other">', subtype="html")
    html = message.get_body(preferencelist=("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(b"PNG!", maintype="image", subtype="png", cid="<logo@emitlib>")
    (tmp_path / "c.eml").write_bytes(message.as_bytes())
    read = read_frozen_message(tmp_path / "c.eml")
    assert read is not None
    assert read.html.strip() == '<img src="data:image/png;base64,UE5HIQ=="><img src="cid:other">'
    assert (read.reply_to, read.copies) == ("b@dos.mx", "c@tres.mx")
    with spoken("en"):
        shown = message_html(held(1), read)
    assert "<th>Copy to</th><td>c@tres.mx</td>" in shown
    assert "<th>Answers to</th><td>b@dos.mx</td>" in shown
    assert "<summary>As plain text</summary>" in shown


def test_a_message_without_html_is_shown_as_text(tmp_path: Path) -> None:
    (tmp_path / "c.eml").write_bytes(b"Subject: x\r\nTo: a@b.mx\r\n\r\nEstimado <cliente>\r\n")
    shown = message_html(held(1), read_frozen_message(tmp_path / "c.eml"))
    assert "Estimado &amp;lt;cliente&amp;gt;" in shown


def test_a_message_that_is_gone_is_said(tmp_path: Path) -> None:
    assert read_frozen_message(tmp_path / "none.eml") is None
    with spoken("en"):
        assert "gone from the outbox" in message_html(held(1), None)
