"""Tests in source code: their names, whether they are skipped, and what they claim."""

import time

import pytest

from harness_lint.documents.code_ids import Ids
from harness_lint.documents.languages.table import _READERS
from harness_lint.documents.source_code import SourceCode
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source

PACKS = builtin_packs()
KINDS = {kind.name: kind for kind in PACKS.kinds}


def facts(path, text, family="test-code", kinds=KINDS):
    source = Source.from_text(path, text)
    return source, list(SourceCode(source, PACKS.family(family), kinds).facts())


def keys_of(path, text):
    """Return each test's key, marked with ``!`` if it is skipped."""
    _, found = facts(path, text)
    return [fact.key + "!" * fact.values["skipped"] for fact in found if fact.kind == "test"]


def claims_of(path, text, **options):
    """Return what is claimed: ID, words at its place, ``*`` explicit, ``~`` a reading of a name."""
    source, found = facts(path, text, **options)
    claims = [fact for fact in found if fact.kind == "claim" and not fact.values["inherited"]]
    assert all(source.slice(claim.at) == claim.values["written"] for claim in claims)
    return [
        (
            claim.key,
            claim.values["written"],
            "*" * claim.values["explicit"] + "~" * claim.values["loose"],
        )
        for claim in claims
    ]


NAMES = [
    (
        "test_a.py",
        "def test_a(): pass\nasync def test_b(): pass\ndef helper(): pass",
        "test_a test_b",
    ),
    ("test_a.py", "class TestA:\n    def test_b(self): pass", "TestA::test_b"),
    ("test_a.py", "@pytest.mark.skipif(x, reason='y')\ndef test_a(): pass", "test_a!"),
    ("test_a.py", "@pytest.mark.xfail\ndef test_a(): pass", "test_a!"),
    ("test_a.py", 'def test_a():\n    """Doc."""\n    pytest.skip("later")', "test_a!"),
    ("test_a.py", "def test_a():\n    if x:\n        pytest.skip('no')", "test_a"),
    (
        "test_a.py",
        "@unittest.skip('x')\nclass TestA:\n    def test_b(self): pass",
        "TestA::test_b!",
    ),
    ("test_a.py", "pytestmark = pytest.mark.skip\ndef test_a(): pass", "test_a!"),
    ("test_a.py", "def test_a():\n    def test_inner(): pass", "test_a"),
    ("a.test.js", "describe('a', () => { it('b', () => {}) })", "a > b"),
    ("a.test.ts", "it.each([[1]])('a %s', (x: number) => {})", "a %s"),
    ("a.test.ts", "it.skip('a', () => {}); xit('b', () => {}); test.todo('c')", "a! b! c!"),
    ("a.test.tsx", "describe.skip('a', () => { it('b', () => <b/>) })", "a > b!"),
    ("a.test.js", "test.only(`a`, fn); /x/.test('b', 1); cy.get('c', 1); test.step('d', fn)", "a"),
    ("a_test.go", "package a\nfunc TestA(t *testing.T) {}\nfunc Testable() {}", "TestA"),
    ("a_test.go", 'package a\nfunc TestA(t *T) { t.Run("b c", func(t *T) {}) }', "TestA TestA/b_c"),
    ("a_test.go", 'package a\nfunc TestA(t *T) {\n t.Parallel()\n t.Skip("x") }', "TestA!"),
    ("a_test.go", "package a\nfunc TestA(t *T) {\n if x { t.Skip() } }", "TestA"),
    (
        "a.rs",
        "#[test]\nfn a() {}\nfn b() {}\n#[cfg(test)]\nmod t { #[tokio::test] async fn c() {} }",
        "a t::c",
    ),
    ("a.rs", '#[rstest]\n#[ignore = "slow"]\nfn a() {}', "a!"),
    ("a.rs", "proptest! { #[test] fn a(x in 0..9) { } #[test] fn b(x in 0..9) { } }", "a b"),
    (
        "ATest.java",
        "class A { @Test void b() {} @ParameterizedTest void c() {} void d() {} }",
        "A::b A::c",
    ),
    ("ATest.java", "class A { @Disabled @Test void b() {} }", "A::b!"),
    ("ATest.java", "class A extends TestCase { public void testB() {} }", "A::testB"),
    (
        "ATest.kt",
        "class A {\n    @Test\n    fun `b c`() {}\n    @Ignore\n    @Test\n    fun d() {}\n}",
        "A::b c A::d!",
    ),
    ("ASpec.kt", 'class A : FunSpec({\n    test("b") { }\n})', "A::b"),
    (
        "ATests.cs",
        "class A { [Fact] public void B() {} [Theory] public void C(int x) {} void D() {} }",
        "A::B A::C",
    ),
    (
        "ATests.cs",
        'class A { [Fact(Skip = "x")] public void B() {} [Test, Ignore("y")] public void C() {} }',
        "A::B! A::C!",
    ),
    (
        "a_spec.rb",
        "RSpec.describe A do\n  it 'b' do\n  end\n  xit 'c' do\n  end\nend",
        "A > b A > c!",
    ),
    ("a_spec.rb", "it 'a', skip: true do\nend\nit 'b', :slow do\n  skip 'x'\nend", "a! b!"),
    ("test_a.rb", "class A < Minitest::Test\n  def test_b; end\n  def c; end\nend", "A::test_b"),
    (
        "ATest.php",
        "<?php class A { function testB() {} #[Test] public function c() {} function d() {} }",
        "A::testB A::c",
    ),
    ("ATest.php", "<?php class A { /** @test */ public function b() {} }", "A::b"),
    (
        "ATest.php",
        "<?php class A { function testB() { $this->markTestSkipped('x'); } }",
        "A::testB!",
    ),
    ("ATest.php", "<?php it('a', fn() => 1); test('b', fn() => 1)->skip();", "a b!"),
    ("a.bats", '@test "a b" {\n  run x\n}\n@test "c" {\n  skip "y"\n}\n', "a b c!"),
    ("a_test.sh", "test_a() {\n  :\n}\n", "test_a"),
    (
        "a.feature",
        "Feature: F\n\n  Scenario: a\n    Given x\n\n  @wip\n  Scenario Outline: b\n",
        "a b!",
    ),
    ("a.feature", "# language: de\nFunktionalität: F\n  Szenario: a\n", "a"),
]


@pytest.mark.parametrize(("path", "text", "expected"), NAMES)
def test_tests_are_found_by_their_names_and_attributes(path, text, expected):
    found = keys_of(path, text)

    assert " ".join(found) == expected


CLAIMS = [
    # Markers, attributes, tags.
    ("test_a.py", "@pytest.mark.covers('FR-001', 'FR-002')\ndef test_a(): pass", "FR-001* FR-002*"),
    (
        "test_a.py",
        "@requirement('VAL-A-001')\nclass TestA:\n    def test_a(self): pass",
        "VAL-A-001*",
    ),
    (
        "test_a.py",
        "pytestmark = [pytest.mark.requirement('FR-001')]\ndef test_a(): pass",
        "FR-001*",
    ),
    ("a.test.ts", "test('a', { tag: ['@FR-001'] }, async () => {})", "FR-001*"),
    ("a_spec.rb", "it 'a', covers: ['FR-001', 'FR-002'] do\nend", "FR-001* FR-002*"),
    ("ATest.java", 'class A { @Test @Tag("VAL-A-001") void b() {} }', "VAL-A-001*"),
    ("ATest.java", 'class A { @Test @DisplayName("FR-001: rings") void b() {} }', "FR-001*"),
    (
        "ATests.cs",
        'class A { [Fact, Trait("Requirement", "FR-001")] public void B() {} }',
        "FR-001*",
    ),
    ("ATests.cs", 'class A { [Fact(DisplayName = "FR-001: x")] public void B() {} }', "FR-001*"),
    ("ATest.php", "<?php class A { #[Test, Group('FR-001')] public function b() {} }", "FR-001*"),
    ("a.bats", '# bats test_tags=FR-001\n@test "a" {\n  :\n}\n', "FR-001*"),
    ("a.feature", "@FR-001\nFeature: F\n  @VAL-A-001\n  Scenario: a\n", "VAL-A-001* FR-001*"),
    ("a.rs", '#[test]\n#[verifies("FR-001")]\nfn a() {}', "FR-001*"),
    # Names: the letters' case is free, and `_` stands for `-`.
    ("test_a.py", "def test_fr_001(): pass", "FR-001~"),
    ("test_a.py", "def test_val_timer_001_rings(): pass", "VAL-TIMER-001~"),
    ("a_test.go", "package a\nfunc TestFR001Rings(t *testing.T) {}", "FR-001~"),
    ("ATest.java", "class A { @Test void rFr001a() {} }", "FR-001a~"),
    ("a.rs", "#[test]\nfn us1_rings() {}", "US1~"),
    # Titles: one that leads, or fills brackets, is meant.
    ("a.test.ts", "it('VAL-A-001: rings', () => {})", "VAL-A-001*"),
    ("a.test.ts", "it('FR-001, FR-002 - rings', () => {})", "FR-001* FR-002*"),
    ("a.test.ts", "it('rings (VAL-A-001)', () => {})", "VAL-A-001*"),
    ("a.test.ts", "it('rings as VAL-A-001 says', () => {})", "VAL-A-001"),
    ("a.test.ts", "describe('FR-001', () => { it('é', () => {}) })", "FR-001*"),
    ("a_test.go", 'package a\nfunc TestA(t *T) { t.Run("FR-001 x", func(t *T) {}) }', "FR-001*"),
    ("a.bats", '@test "FR-001: rings" {\n  :\n}\n', "FR-001*"),
    ("ATest.kt", "class A {\n    @Test\n    fun `FR-001 rings`() {}\n}", "FR-001*"),
    # Comments and docstrings.
    (
        "test_a.py",
        'def test_a():\n    """Rings.\n\n    Verifies: FR-001, FR-002\n    """',
        "FR-001* FR-002*",
    ),
    ("test_a.py", "# Covers: VAL-A-001, -002\ndef test_a(): pass", "VAL-A-001* VAL-A-002*"),
    ("test_a.py", "# Covers: FR-001..FR-003\ndef test_a(): pass", "FR-001* FR-002* FR-003*"),
    (
        "test_a.py",
        "# Covers: FR-001,\n#   FR-002\n# FR-003 is another's\ndef test_a(): pass",
        "FR-001* FR-002* FR-003",
    ),
    ("test_a.py", "def test_a():\n    x = 1  # FR-001", "FR-001"),
    ("test_a.py", '"""Covers: FR-001"""\nimport x\ndef test_a(): pass', "FR-001*"),
    ("a.test.ts", "// @covers FR-001\nimport x from 'x'\nit('a', () => {})", "FR-001*"),
    (
        "a.test.ts",
        "describe('a', () => {\n  // @covers FR-001\n  it('é b', () => {})\n})",
        "FR-001*",
    ),
    ("a.test.ts", "/**\n * é @requirement FR-001\n */\nit('a', () => {})", "FR-001*"),
    ("a_test.go", "package a\n\n// Covers: FR-001\nfunc TestA(t *testing.T) {}", "FR-001*"),
    ("a.rs", "/// Verifies: FR-001\n#[test]\nfn a() {}", "FR-001*"),
    ("ATest.java", "class A { /** Covers: FR-001 */ @Test void b() {} }", "FR-001*"),
    (
        "ATests.cs",
        "class A {\n /// <summary>Covers: FR-001</summary>\n [Fact] public void B() {} }",
        "FR-001*",
    ),
    ("ATest.php", "<?php class A { /** @covers FR-001 */ public function testB() {} }", "FR-001*"),
    ("a.feature", "Feature: F\n  # Covers: FR-001\n  Scenario: a\n", "FR-001*"),
    # Numbers count behind a label alone.
    ("a.test.ts", "// Validates: Requirements 1.2, 1.3\nit('a 4.5', () => {})", "1.2* 1.3*"),
    (
        "a.rs",
        "proptest! {\n  // Validates: Requirements 2.1\n  #[test]\n  fn a(x in 0..9) {}\n}",
        "2.1*",
    ),
    ("test_a.py", "# Validates: 1.2, fog/2.1\ndef test_a(): pass", "1.2* 2.1*"),
    ("test_a.py", "# Verifies: Requirements 1.2-1.4\ndef test_a(): pass", "1.2* 1.3* 1.4*"),
    ("a.test.ts", "/** @requirement 1.2 */\nit('a', () => {})", "1.2*"),
    ("test_a.py", "# Feature: lamp, Property 3: holds\ndef test_a(): pass", "P3*"),
]


@pytest.mark.parametrize(("path", "text", "expected"), CLAIMS)
def test_ids_are_claimed_where_they_stand(path, text, expected):
    found = [identifier + sign for identifier, _, sign in claims_of(path, text)]

    assert " ".join(found) == expected


SILENT = [
    ("test_a.py", "def test_a():\n    x = 'FR-001'\n    y = '# Covers: FR-002'"),
    ("test_a.py", "@pytest.mark.parametrize('x', ['FR-001'])\ndef test_a(x): pass"),
    ("test_a.py", "@pytest.mark.skip(reason='FR-001 is not done')\ndef test_a(): pass"),
    ("test_a.py", "# def test_old_fr_001(): pass\ndef test_a(): pass"),
    ("test_a.py", "# FR-001\n\n\ndef test_a(): pass"),
    ("test_a.py", "# FR-120-14 and 9c-FR-001\ndef test_a(): pass"),
    ("test_a.py", "def test_version_3_12(): pass\ndef test_c_1(): pass"),
    ("test_a.py", "# in 1.2 seconds\ndef test_a(): pass"),
    ("test_a.py", "# Covers: 3 of 4 cases\ndef test_a(): pass"),
    ("test_a.py", "# Tests: 1.2 and newer\ndef test_a(): pass"),
    ("test_a.py", "# Validates: specs/001-lamp\ndef test_a(): pass"),
    ("test_a.py", "@pytest.mark.covers('specs/001-lamp', '1.2')\ndef test_a(): pass"),
    ("a.test.ts", "it.each([['FR-001']])('a %s', () => {})"),
    (
        "a.test.ts",
        "describe('a', () => {\n  // it('FR-001: old', () => {})\n  it('b', () => {})\n})",
    ),
    ("a.test.ts", "expect('FR-001').toBe(1); const x = { name: 'FR-002' }; /x/.test('FR-003')"),
    ("a_test.go", 'package a\nvar cases = []string{"FR-001"}\nfunc TestA(t *testing.T) {}'),
    (
        "ATest.java",
        'class A { @Test @ValueSource(strings = {"FR-001"}) void b() { f("FR-002"); } }',
    ),
    ("ATests.cs", 'class A { [Theory, InlineData("FR-001")] public void B(string x) {} }'),
    ("ATest.php", "<?php class A { /** @covers \\App\\Clock */ public function testB() {} }"),
    ("a.bats", '@test "a" {\n  cat <<EOF\n# Covers: FR-001\nEOF\n}\n'),
    ("a.feature", 'Feature: F\n  Scenario: a\n    Given "FR-001"\n    """\n    @FR-002\n    """\n'),
]


@pytest.mark.parametrize(("path", "text"), SILENT)
def test_strings_data_and_tests_that_are_commented_out_claim_nothing(path, text):
    found = claims_of(path, text)

    assert not found


def test_the_same_id_is_claimed_once_by_a_test_and_as_clearly_as_it_can():
    text = "@pytest.mark.covers('FR-001')\ndef test_fr_001():\n    '''Covers: FR-001'''"

    assert claims_of("test_a.py", text) == [("FR-001", "FR-001", "*")]


def test_what_a_suite_claims_is_claimed_by_each_of_its_tests_and_said_once():
    text = "describe('FR-001', () => { it('a', () => {}); it('b', () => {}) })"

    _, found = facts("a.test.js", text)

    claims = [fact.values for fact in found if fact.kind == "claim"]
    assert [(one["source"], one["inherited"]) for one in claims] == [
        ("FR-001 > a", False),
        ("FR-001 > b", True),
    ]


def test_a_number_is_qualified_by_the_feature_that_the_file_names():
    text = "// Feature: lamp, Property 1: x\n// Validates: Requirements 1.2\nit('a', () => {})"

    _, found = facts("a.test.ts", text)

    claims = [(f.key, f.values["qualifier"]) for f in found if f.kind == "claim"]
    assert claims == [("1.2", "lamp"), ("P1", "lamp")]


@pytest.mark.parametrize(
    "text",
    [
        "# Covers: 001-lamp/FR-002\ndef test_a(): pass",
        "# Validates: Requirements 001-lamp/FR-002\ndef test_a(): pass",
        "# Requirements: 001-lamp/FR-002\ndef test_a(): pass",
        "@pytest.mark.covers('001-lamp/FR-002')\ndef test_a(): pass",
        "@pytest.mark.requirement('001-lamp/FR-002')\ndef test_a(): pass",
    ],
)
def test_the_number_of_a_folder_of_specs_is_no_requirement(text):
    _, found = facts("test_a.py", text)

    claims = [fact for fact in found if fact.kind == "claim"]
    assert [
        (one.key, one.values["qualifier"], one.values["explicit"], one.values["written"])
        for one in claims
    ] == [("FR-002", "001-lamp", True, "001-lamp/FR-002")]


def test_a_comment_may_say_that_code_implements():
    text = (
        "# Implements: FR-002\nimport x\n\n# Implements: FR-001\ndef ring():\n    pass\n# FR-003\n"
    )

    _, found = facts("src/clock.py", text, family="source-code")

    claims = [(f.key, f.values["role"], f.values["source_kind"]) for f in found]
    assert sorted(claims) == [("FR-001", "implements", "code"), ("FR-002", "implements", "code")]


def test_a_reader_that_is_told_of_no_kinds_knows_the_usual_ones():
    found = claims_of("test_a.py", "# Covers: FR-001\ndef test_a(): pass", kinds={})

    assert found == [("FR-001", "FR-001", "*")]


def test_a_name_may_be_read_in_several_ways():
    ids = Ids((("assertion", r"[A-Z]{2,6}(?:-[A-Z][A-Z0-9]*)+-\d{1,4}"),))

    found = [mention.ids[0] for mention in ids.in_name("test_the_val_timer_001")]

    assert found == ["THE-VAL-TIMER-001", "VAL-TIMER-001"]


HOSTILE = {
    "brackets that nobody closes": "(" * 20_000,
    "brackets in brackets": "x = " + "(" * 20_000 + ")" * 20_000,
    "templates in templates": "`" * 20_000,
    "calls in calls": "it('a', () => {\n" * 2_000,
    "calls side by side": "it('FR-001', () => {});\n" * 2_000,
    "functions in functions": "".join(" " * min(i, 99) + "def test_a():\n" for i in range(1_000)),
    "one line": "x" * 500_000,
    "attributes": "#[a(" * 5_000 + '[Trait("' * 5_000,
    "labels": "# Covers: FR-001\n" * 10_000,
    "a name of numbers": "def test_" + "a1_" * 20_000 + "(): pass",
    "lost characters": "def test_a(): pass\n\ufffd\u2028\x0b\x1f" * 100,
}


@pytest.mark.parametrize("suffix", sorted(_READERS))
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(suffix, text):
    started = time.process_time()
    facts(f"test_a.{suffix}", text)

    assert time.process_time() - started < 40


def test_a_file_of_many_megabytes_is_not_read_and_says_so():
    _, found = facts("test_a.py", "x = 1\n" * 1_000_000)

    assert [fact.kind for fact in found] == ["truncated"]


@pytest.mark.parametrize("suffix", sorted(_READERS))
def test_an_empty_file_says_nothing(suffix):
    _, found = facts(f"test_a.{suffix}", "")

    assert not found
