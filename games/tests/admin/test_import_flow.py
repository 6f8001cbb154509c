"""An editor uploads a file, sees what it would do, explains names, decides, and gets the rest back."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from games.embedding.encoder import get_encoder
from games.embedding.game_vectors import embed_pending
from games.importing import batches as import_batches
from games.models import Game, ImportBatch, Job, NameMapping

UPLOAD = "/admin/games/game/import/"


def upload(client, content: bytes, preset=""):
    file = SimpleUploadedFile("games.csv", content, content_type="text/csv")
    return client.post(UPLOAD, {"import_file": file, "preset": preset}, follow=True)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def page(batch) -> str:
    return reverse("admin:games_importbatch_change", args=[batch.pk])


def test_the_upload_page_tells_the_rules_beside_the_template(edith):
    shown = text(edith.get(UPLOAD))
    assert "An empty cell leaves the value as it is; <code>\\clear</code> empties it." in shown
    assert "/admin/games/game/import/template/" in shown
    template = edith.get("/admin/games/game/import/template/")
    assert template.content.decode("utf-8-sig").startswith("slug,title,igdb_id")


def test_upload_preview_decide(edith):
    Game.objects.create(slug="hades", title="Hades", studio="Old")
    response = upload(edith, b"slug,title,studio\nhades,Hades,New\nceleste,Celeste,EXOK\n")
    shown = text(response)
    assert "Nothing is written yet" in shown
    assert "<b>studio</b> <del>Old</del> <ins>New</ins>" in shown
    assert Game.objects.get().studio == "Old"

    batch = ImportBatch.objects.get()
    url = reverse("admin:games_importbatch_apply", args=[batch.pk])
    response = edith.post(url, {"mode": "all_or_nothing"}, follow=True)
    assert "Imported." in text(response)
    assert set(Game.objects.values_list("slug", "studio")) == {("hades", "New"), ("celeste", "EXOK")}


def test_good_rows_can_be_imported_from_the_very_preview_that_refused_others(edith):
    shown = text(upload(edith, b"title,critic_score\nCeleste,90\nBad,900\n"))
    assert 'value="good_rows" checked' in shown
    assert 'value="all_or_nothing" disabled' in shown
    assert "cannot go on while rows are refused" in shown
    batch = ImportBatch.objects.get()
    edith.post(reverse("admin:games_importbatch_apply", args=[batch.pk]), {"mode": "good_rows"})
    assert list(Game.objects.values_list("title", flat=True)) == ["Celeste"]


def test_errors_can_be_shown_alone_and_downloaded(edith):
    upload(edith, b"title,critic_score\nCeleste,90\nBad,900\n")
    batch = ImportBatch.objects.get()
    shown = text(edith.get(page(batch) + "?errors"))
    assert "must be a whole number from 0 to 100" in shown
    assert "Celeste" not in shown
    download = edith.get(reverse("admin:games_importbatch_bad_rows", args=[batch.pk]))
    assert download.content.decode("utf-8-sig").splitlines()[1].startswith("Bad,900,3,critic_score,")


def test_the_preview_is_paginated(edith):
    upload(edith, b"title\n" + b"".join(b"Game %d\n" % n for n in range(120)))
    batch = ImportBatch.objects.get()
    assert "Page 1 of 3" in text(edith.get(page(batch)))
    assert "Game 119" in text(edith.get(page(batch) + "?page=3"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"title\nCaf\xe9\n", "line 2: byte 4 is not UTF-8"),
        (b"Hades,Supergiant\n", "there is no header"),
    ],
)
def test_an_unusable_file_is_explained_on_the_form(edith, content, words):
    assert words in text(upload(edith, content))
    assert not ImportBatch.objects.exists()


def test_an_unknown_column_is_explained_once_and_remembered(edith):
    file = b"Name,Wings,studio\nHades,2,Supergiant\nHades II,2,Supergiant\n"
    shown = text(upload(edith, file))
    assert "Some columns of this file are not known." in shown
    assert '<option value="title" selected>' in shown
    batch = ImportBatch.objects.get()
    columns = reverse("admin:games_importbatch_columns", args=[batch.pk])
    twice = text(edith.post(columns, {"column_0": "title", "column_1": "title"}, follow=True))
    assert "Two columns cannot both be title." in twice
    shown = text(edith.post(columns, {"column_0": "title", "column_1": ""}, follow=True))
    assert "<b>2</b> created" in shown
    assert "<code>wings</code> → left out" in shown

    again = text(upload(edith, b"studio,WINGS,name\nGiant Squid,2,Abzu\n"))
    assert "Nothing is written yet" in again
    assert "<ins>Abzu</ins>" in again
    again = ImportBatch.objects.latest("pk")
    anew = text(edith.post(reverse("admin:games_importbatch_columns_again", args=[again.pk]), follow=True))
    assert "Some columns of this file are not known." in anew
    asked_anew = text(upload(edith, b"name,feathers\nAbzu,2\n"))
    assert '<option value="title" selected>' in asked_anew


def test_a_likely_duplicate_is_flagged_and_can_be_left_out(edith, run_queue):
    told = "Row a ship through a quiet ocean, mend its sails and listen to the whales of the deep."
    Game.objects.create(slug="whale-song", title="Whale Song", summary=told)
    embed_pending(limit=10, encoder=get_encoder(settings.MODEL_DIR), now=timezone.now())
    row = f'"Whale Song: Complete Edition","{told}"'.encode()
    upload(edith, b"title,summary\n" + row + b'\nMine Cart,"Dig for coal."\n')
    run_queue()
    batch = ImportBatch.objects.get()
    shown = text(edith.get(page(batch) + "?only=doubles"))
    assert "likely a duplicate of" in shown
    assert "Mine Cart" not in shown
    assert "No running campaign would reach other people." in shown
    assert Game.objects.count() == 1  # the trial left nothing

    edith.post(reverse("admin:games_importbatch_apply", args=[batch.pk]), {"mode": "no_doubles"})
    assert set(Game.objects.values_list("title", flat=True)) == {"Whale Song", "Mine Cart"}
    download = edith.get(reverse("admin:games_importbatch_bad_rows", args=[batch.pk]))
    assert "likely the same game as whale-song: left out" in download.content.decode()


def test_an_import_is_taken_back_but_for_what_was_changed_since(edith, vera):
    Game.objects.create(slug="hades", title="Hades", studio="Old")
    Game.objects.create(slug="abzu", title="Abzu", studio="Old")
    upload(edith, b"slug,title,studio\nhades,Hades,New\nabzu,Abzu,New\nceleste,Celeste,EXOK\n")
    batch = ImportBatch.objects.get()
    edith.post(reverse("admin:games_importbatch_apply", args=[batch.pk]), {"mode": "all_or_nothing"})
    Game.objects.filter(slug="abzu").update(studio="Newer")

    undo = reverse("admin:games_importbatch_undo", args=[batch.pk])
    assert vera.get(undo).status_code == 403
    shown = text(edith.get(undo))
    assert "<b>2</b> can be taken back" in shown
    assert "studio was changed since" in shown
    shown = text(edith.post(undo, {"changed": "keep"}, follow=True))
    assert "was taken back by edith" in shown
    assert "left as it is: studio was changed since" in shown
    assert dict(Game.objects.values_list("slug", "studio")) == {"hades": "Old", "abzu": "Newer"}
    assert "Only an import that is done" in text(edith.post(undo, {"changed": "force"}, follow=True))


def test_an_empty_or_too_large_file_is_refused(edith, monkeypatch):
    assert "empty" in text(upload(edith, b""))
    monkeypatch.setattr("games.admin.forms.MAX_FILE_BYTES", 10)
    assert "The file is larger" in text(upload(edith, b"title\n" + b"x" * 20))


def test_an_unknown_name_is_explained_in_the_preview_and_remembered(edith):
    shown = text(upload(edith, b"title,platforms,genres\nTowerfall,Zeebo,Bubble\n"))
    assert "platform “zeebo” (1 row)" in shown
    batch = ImportBatch.objects.get()
    names = [[kind, name] for kind, name, _ in batch.unknown_names]
    answers = {f"name_{names.index(['platform', 'zeebo'])}": "pc", f"name_{names.index(['genre', 'bubble'])}": "-"}
    response = edith.post(reverse("admin:games_importbatch_map", args=[batch.pk]), answers, follow=True)
    assert "<b>1</b> created" in text(response)
    assert dict(NameMapping.objects.filter(name__in=["zeebo", "bubble"]).values_list("name", "key")) == {
        "zeebo": "pc",
        "bubble": "",
    }


def test_deciding_nothing_about_names_says_so(edith):
    upload(edith, b"title,platforms\nTowerfall,Zeebo\n")
    batch = ImportBatch.objects.get()
    response = edith.post(reverse("admin:games_importbatch_map", args=[batch.pk]), {}, follow=True)
    assert "Choose what at least one of the names means." in text(response)


def test_a_large_file_shows_its_progress_and_can_be_stopped_and_gone_on(edith, monkeypatch, run_queue):
    monkeypatch.setattr(import_batches, "INLINE_ROWS", 3)
    shown = text(upload(edith, b"title\n" + b"".join(b"Game %d\n" % n for n in range(8))))
    assert "The file is being checked." in shown
    assert "location.reload" in shown
    run_queue()
    batch = ImportBatch.objects.get()
    edith.post(reverse("admin:games_importbatch_apply", args=[batch.pk]), {"mode": "good_rows"})

    job = ImportBatch.objects.get().job
    back = page(batch)
    shown = text(edith.post(reverse("admin:games_job_cancel", args=[job.pk]), {"back": back}, follow=True))
    assert "Go on" in shown
    edith.post(reverse("admin:games_job_resume", args=[job.pk]), {"back": back})
    run_queue()
    assert Game.objects.count() == 8
    assert "Imported." in text(edith.get(back))


def test_a_file_s_words_are_escaped_on_the_page(edith):
    shown = upload(edith, b"title,critic_score\n<script>alert(1)</script>,1\n<b>x</b>,900\n").content.decode()
    assert "<script>alert(1)" not in shown
    assert "<b>x</b>" not in shown


def test_an_export_goes_in_again_without_a_change(edith):
    Game.objects.create(slug="a", title="=1+1", summary="@b", tags=["cozy"], platforms=["pc"])
    export = edith.get("/admin/games/game/export/")
    assert b"'=1+1" in export.content
    assert "No row changes anything." in text(upload(edith, export.content))
    assert ImportBatch.objects.get().unchanged == 1


@pytest.mark.parametrize("path", [UPLOAD, "/admin/games/game/import/template/"])
def test_who_may_only_look_may_not_import(vera, path):
    assert vera.get(path).status_code == 403


def test_who_may_only_look_sees_the_report_but_decides_nothing(edith, vera):
    upload(edith, b"title\nHades\n")
    batch = ImportBatch.objects.get()
    assert "Nothing is written yet" in text(vera.get(page(batch)))
    for name in ("apply", "map"):
        url = reverse(f"admin:games_importbatch_{name}", args=[batch.pk])
        assert vera.post(url, {"mode": "good_rows"}).status_code == 403
    assert not Game.objects.exists()


def test_decisions_are_only_taken_by_post(edith):
    upload(edith, b"title\nHades\n")
    batch = ImportBatch.objects.get()
    assert edith.get(reverse("admin:games_importbatch_apply", args=[batch.pk])).status_code == 405


def test_the_library_s_own_second_step_is_not_reachable(edith):
    assert edith.post("/admin/games/game/process_import/").status_code in (302, 404)
    assert not Game.objects.exists()


def test_a_job_s_page_shows_progress_and_its_buttons(edith, vera):
    job = Job.objects.create(kind="embed", state="running", done=30, total=120)
    shown = text(edith.get(f"/admin/games/job/{job.pk}/change/"))
    assert "<b>running</b>: 30 of 120" in shown
    assert "30 of 120 (25 %)" in shown
    assert vera.post(reverse("admin:games_job_cancel", args=[job.pk])).status_code == 403

    edith.post(reverse("admin:games_job_cancel", args=[job.pk]), {"back": "https://evil.example/"})
    job.refresh_from_db()
    assert job.cancel_requested
    elsewhere = edith.post(reverse("admin:games_job_resume", args=[job.pk]), {"back": "https://evil.example/"})
    assert elsewhere.url == "/admin/games/job/"
