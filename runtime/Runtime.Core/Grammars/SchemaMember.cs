namespace InferOps.Runtime.Core.Grammars;

/// <summary>How a notation of its own writes the value of a member.</summary>
public enum MemberForm
{
    /// <summary>The schema permits texts and others, or says nothing: what is JSON is JSON, the rest is text.</summary>
    Either,

    /// <summary>Always a string: its characters stand for themselves.</summary>
    Text,

    /// <summary>Never a string.</summary>
    Json,
}

/// <summary>A member of the objects that a schema describes, for notations that write members one by one instead of as JSON.</summary>
/// <param name="Name">As the object has it.</param>
/// <param name="IsRequired">Whether it may not be left out.</param>
/// <param name="Form">What its value is written as.</param>
/// <param name="Rule">The rule for that; null where any text will do.</param>
public sealed record SchemaMember(string Name, bool IsRequired, MemberForm Form, string? Rule);

/// <param name="Named">Those that the schema names, in the order in which it does.</param>
/// <param name="AreAll">There can be no others.</param>
public sealed record SchemaMembers(IReadOnlyList<SchemaMember> Named, bool AreAll);
