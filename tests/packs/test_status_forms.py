"""Status blocks in every form: what one form is judged by, all are."""

import pytest

from harness_lint.config import Config, Selection
from harness_lint.documents.reader import read_document
from harness_lint.markdown.parser import parse
from harness_lint.source import Source
from harness_lint.testing import check_sources, fixed_sources
from tests.packs.status_forms import FORMS, GOOD, PATH

EACH_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
EACH_FIELD = pytest.mark.parametrize("number", range(len(GOOD)))


def changed(number, name=None, value=None):
    fields = list(GOOD)
    fields[number] = (name or fields[number][0], fields[number][1] if value is None else value)
    return tuple(fields)


def block_in(form, text):
    markdown = parse(Source.from_text(PATH, text))
    family = form.packs.family("plan")
    shapes = form.packs.status_blocks_in(family)
    (block,) = read_document(markdown, family, shapes).status_blocks
    return block


@EACH_FORM
def test_a_right_block_is_silent(form):
    assert form.found(GOOD) == []


@EACH_FORM
@pytest.mark.parametrize("fields", [GOOD, changed(0, value="水獺 🦫")])
def test_every_span_is_what_is_written(form, fields):
    source = Source.from_text(PATH, form.document(fields))

    block = block_in(form, source.text)

    assert [(f.name.value, f.value.value) for f in block.fields] == list(fields)
    assert [(source.slice(f.name.at), source.slice(f.value.at)) for f in block.fields] == list(
        fields
    )


@EACH_FORM
def test_a_document_without_the_block_is_missed_once(form):
    report = form.report("# Dam\n\nThe dam holds the pond.\n")

    assert [(finding.code, finding.place[:2]) for finding in report.findings] == [("HL201", (1, 3))]


@EACH_FORM
@EACH_FIELD
def test_a_field_that_is_gone_is_missed_once(form, number):
    fields = tuple(field for at, field in enumerate(GOOD) if at != number)

    assert form.found(fields) == ["HL203"]


@EACH_FORM
@EACH_FIELD
def test_a_field_that_is_empty_is_missed_once(form, number):
    assert form.found(changed(number, value="")) == ["HL203"]


@EACH_FORM
@EACH_FIELD
def test_a_name_that_is_misspelled_is_unknown_once(form, number):
    name = GOOD[number][0]

    assert form.found(changed(number, name=name + "s")) == ["HL204"]


@EACH_FORM
@pytest.mark.parametrize("number", range(1, len(GOOD)))
def test_two_fields_that_are_swapped_are_out_of_order_once_and_put_right(form, number):
    fields = list(GOOD)
    fields[number - 1], fields[number] = fields[number], fields[number - 1]
    text = form.document(tuple(fields))

    report = form.report(text)
    fixed = fixed_sources(report, {PATH: text.encode()})

    assert [finding.code for finding in report.findings] == ["HL206"]
    assert fixed[PATH].decode() == form.document(GOOD)


@EACH_FORM
def test_a_value_outside_the_set_is_invalid_once_and_its_synonym_is_put_right(form):
    text = form.document(changed(1, value="todo"))

    report = form.report(text)
    fixed = fixed_sources(report, {PATH: text.encode()})

    (finding,) = report.findings
    assert finding.code == "HL205"
    assert finding.message == "state `todo` is not one of `open`, `closed`; did you mean `open`?"
    assert fixed[PATH].decode() == form.document(GOOD)


@EACH_FORM
@pytest.mark.parametrize(
    "value", ["Open", "open (since May)", "🌊 open", "open 🌊", "OPEN, nearly", "open — nearly"]
)
def test_case_emoji_and_remarks_do_not_count_where_the_pack_says_so(form, value):
    assert form.found(changed(1, value=value)) == []


@EACH_FORM
@pytest.mark.parametrize("value", ["closed", "Closed", "完成", "✔", "🎉 完成"])
def test_an_alias_is_right_and_implies_what_its_value_implies(form, value):
    assert form.found(changed(1, value=value)) == ["HL207"]


@EACH_FORM
@pytest.mark.parametrize("value", ["nothing", "Nothing", "无"])
def test_what_says_that_there_is_nothing_contradicts_nothing(form, value):
    fields = (GOOD[0], ("State", "closed"), ("Left", value))

    assert form.found(fields) == []


@EACH_FORM
def test_a_name_has_aliases(form):
    assert form.found(changed(1, name="状态")) == []


@EACH_FORM
def test_a_block_that_lists_the_choices_is_a_template(form):
    text = form.document(changed(1, value="open / closed"))

    report = form.report(text, "HL2")

    assert block_in(form, text).is_template
    assert not report.findings


@pytest.mark.parametrize(
    "form", [form for form in FORMS if "front" not in form.name], ids=lambda form: form.name
)
def test_a_second_field_that_says_something_else_contradicts_the_first(form):
    fields = (*GOOD[:2], ("State", "closed"), GOOD[2])

    assert "HL207" in form.found(fields)


OTHERS = [form for form in FORMS if form.name in ("fields", "fields in a quote", "front matter")]
CLOSED = [form for form in FORMS if form not in OTHERS]


@pytest.mark.parametrize("form", OTHERS, ids=lambda form: form.name)
def test_where_nothing_bounds_a_block_other_fields_may_stand(form):
    assert form.found((*GOOD, ("Weather", "wet"))) == []


@pytest.mark.parametrize("form", CLOSED, ids=lambda form: form.name)
def test_where_a_block_has_bounds_another_field_is_unknown(form):
    assert form.found((*GOOD, ("Weather", "wet"))) == ["HL204"]


@EACH_FORM
def test_a_block_with_a_lead_alone_is_looked_for_in_documents_of_other_families(form):
    config = Config(selection=Selection(select=("HL2",)))
    text = form.document(changed(1, value="todo"))

    report = check_sources({"notes/dam.md": text.encode()}, config, packs=form.packs)

    assert bool(report.findings) == ("lead:" in form.shape)


@EACH_FORM
def test_a_block_that_names_families_is_looked_for_in_theirs_alone(form):
    config = Config(selection=Selection(select=("HL2",)))
    text = form.document(changed(1, value="todo"))
    named = form._replace(shape=form.shape + "\nfamilies: [plan]")

    report = check_sources({"notes/dam.md": text.encode()}, config, packs=named.packs)

    assert not report.findings


@EACH_FORM
def test_carriage_returns_change_nothing(form):
    text = form.document(changed(1, value="todo")).replace("\n", "\r\n")

    report = form.report(text)

    assert [finding.code for finding in report.findings] == ["HL205"]


@EACH_FORM
def test_ten_thousand_fields_are_read_in_one_go(form):
    fields = GOOD + tuple((f"Owner{number}", "x") for number in range(10_000))

    assert form.report(form.document(fields)).findings is not None
