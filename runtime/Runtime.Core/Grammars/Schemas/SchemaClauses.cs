using System.Collections.Immutable;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Turns <c>$ref</c>, <c>allOf</c>, <c>anyOf</c> and <c>oneOf</c> into alternatives, each of which is a list of schemas that must all hold.</summary>
/// <remarks>It is the disjunctive normal form: <c>A ∧ (B ∨ C)</c> becomes <c>A ∧ B</c> or <c>A ∧ C</c>. What is below properties and items is left alone.</remarks>
internal sealed class SchemaClauses(SchemaDocument document)
{
    private const int MostClauses = 500;

    private const int MostWork = 20_000;

    private readonly HashSet<string> _judged = new(StringComparer.Ordinal);
    private int _work;

    /// <summary>Empty when nothing can satisfy all of <paramref name="places"/>.</summary>
    public IReadOnlyList<SchemaClause> Of(IReadOnlyList<SchemaPlace> places)
    {
        var clauses = new OrderedDictionary<string, SchemaClause>(StringComparer.Ordinal);
        var state = new State();
        if (places.All(place => Add(state, place, []))) Decide(state, clauses);
        return [.. clauses.Values];
    }

    /// <summary>Adds a schema and what it refers to. False when nothing satisfies it, or when it comes down to itself and so says nothing.</summary>
    private bool Add(State state, SchemaPlace place, ImmutableList<string> within)
    {
        if (place.Is(true)) return true;
        if (place.Is(false) || within.Contains(place.Path)) return false;
        if (!state.Seen.Add(place.Path)) return true;
        if (++_work > MostWork) throw new SchemaException(place.Path, "the schema has too many combinations of alternatives");
        SchemaKeywords.Check(place);
        state.Places.Add(place);
        within = within.Add(place.Path);
        if (place.Has("$ref") && !Add(state, document.Resolve(place), within)) return false;
        if (!place.List("allOf").All(part => Add(state, part, within))) return false;
        foreach (var keyword in (string[])["anyOf", "oneOf"])
        {
            if (!place.Has(keyword)) continue;
            if (keyword == "oneOf" && _judged.Add(place.Path)) SchemaOverlap.Check(this, place);
            state.Open.Add(([.. place.List(keyword)], within));
        }

        return true;
    }

    private void Decide(State state, OrderedDictionary<string, SchemaClause> clauses)
    {
        if (state.Open is not [var (alternatives, within), ..])
        {
            var clause = new SchemaClause(state.Places);
            clauses.TryAdd(clause.Key, clause);
            if (clauses.Count > MostClauses) throw new SchemaException(state.Places[0].Path, $"the schema has more than {MostClauses} combinations of alternatives");
            return;
        }

        state.Open.RemoveAt(0);
        foreach (var alternative in alternatives)
        {
            var next = state.Copy();
            if (Add(next, alternative, within)) Decide(next, clauses);
        }
    }

    private sealed record State
    {
        public List<SchemaPlace> Places { get; init; } = [];

        public HashSet<string> Seen { get; init; } = [];

        /// <summary>Lists of alternatives of which one is still to be chosen, and within which schemas they lie.</summary>
        public List<(ImmutableArray<SchemaPlace> Alternatives, ImmutableList<string> Within)> Open { get; init; } = [];

        public State Copy() => new() { Places = [.. Places], Seen = [.. Seen], Open = [.. Open] };
    }
}

/// <summary>Schemas that must all hold; of their keywords, those that combine schemas are dealt with.</summary>
internal sealed class SchemaClause(IReadOnlyList<SchemaPlace> places)
{
    public IReadOnlyList<SchemaPlace> Places => places;

    /// <summary>The same for the same schemas.</summary>
    public string Key { get; } = string.Join(' ', places.Select(place => place.Path).Order(StringComparer.Ordinal));
}
