"""The tables that global search reads: records by their words, long texts by their stems, the words that are known."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Lookup, Transform

# Pieces of letters and digits as they stand; an endless piece (a pasted picture) and the tail of a book are left out.
LEXEMES = (
    "array_to_tsvector(array_remove(regexp_split_to_array("
    "regexp_replace(left(%(expressions)s, 20000), '[[:alnum:]]{80,}', ' ', 'g'), '[^[:alnum:]]+'), ''))"
)


@SearchVectorField.register_lookup
class Holds(Lookup):
    """`lexemes__holds="('иван':* | 'ivan':*)"`: a question in the language of tsquery, taken as it is written."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The SQL of the comparison."""
        left, left_parameters = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*left_parameters, self.rhs)


@models.CharField.register_lookup
class Plain(Transform):
    """`kind__plain="person"`: a condition that no index may answer.

    A kind has half of the table; the planner would read all its rows out of the index, for every frequent word.
    """

    lookup_name = "plain"
    output_field = models.TextField()
    template = "(%(expressions)s || '')"


@SearchVectorField.register_lookup
class PlainLexemes(Transform):
    """`lexemes__plain__holds="…"`: the same of words, where the rows are few and known."""

    lookup_name = "plain"
    output_field = SearchVectorField()
    template = "(%(expressions)s || ''::tsvector)"


class SearchEntry(models.Model):
    """What can be found of a record: its title, a second line, its words and the digits of its phones and numbers.

    Owner and department are copied from the record, so that access is one condition on this table.
    """

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    owner = models.ForeignKey("accounts.User", models.CASCADE, null=True, related_name="+", db_index=False)
    department = models.ForeignKey("accounts.Department", models.CASCADE, null=True, related_name="+", db_index=False)
    title = models.TextField()
    subtitle = models.TextField(default="")
    words = models.TextField(default="")
    digits = models.TextField(default="")
    updated_at = models.DateTimeField()
    lexemes = models.GeneratedField(
        expression=Func(F("words"), template=LEXEMES), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "record_id"), name="search_entry_once"),)
        indexes = (
            GinIndex("kind", OpClass(F("words"), "gin_trgm_ops"), name="search_kind_words"),
            GinIndex(OpClass(F("digits"), "gin_trgm_ops"), name="search_digits_trgm"),
            GinIndex(fields=("lexemes",), name="search_entry_lexemes"),
            models.Index(fields=("kind", "-updated_at", "-record_id"), name="search_entry_latest"),
        )

    def __str__(self) -> str:
        return self.title


class SearchPassage(models.Model):
    """A long text of a record, as stems of the configuration `ru`; the text itself stays where it is kept."""

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    at = models.DateTimeField()
    stems = SearchVectorField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "record_id"), name="search_passage_once"),)
        indexes = (
            GinIndex(fields=("stems",), name="search_passage_stems"),
            models.Index(fields=("-at", "-id"), name="search_passage_latest"),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id}"


class SearchWord(models.Model):
    """A word that stands somewhere in the base: typing errors are led to it.

    `sound` is how it is heard, in any letters; `cuts` are the word with each one of its letters missing.
    """

    word = models.TextField(primary_key=True)
    sound = models.TextField()
    cuts = ArrayField(models.TextField())

    class Meta:
        indexes = (
            GinIndex(OpClass(F("word"), "gin_trgm_ops"), name="search_word_trgm"),
            GinIndex(fields=("cuts",), name="search_word_cuts"),
            models.Index(OpClass(F("sound"), "text_pattern_ops"), name="search_word_sounds"),
        )

    def __str__(self) -> str:
        return self.word
