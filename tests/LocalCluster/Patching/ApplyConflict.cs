using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Patching;

/// <summary>The refusal of an apply that would change fields of other managers; kubectl shows its causes.</summary>
internal static class ApplyConflict
{
    /// <param name="conflicts">The other managers, each with only the fields in conflict.</param>
    public static ApiException Of(IReadOnlyList<ManagerEntry> conflicts)
    {
        var causes = conflicts.SelectMany(entry => entry.Fields.Paths()
            .Select(path => new StatusCause("FieldManagerConflict", $"conflict with {entry.Describe()}", path))).ToArray();
        return new ApiException(409, "Conflict", Message(conflicts, causes)) { Causes = causes };
    }

    private static string Message(IReadOnlyList<ManagerEntry> conflicts, StatusCause[] causes)
    {
        if (causes.Length == 1) return $"Apply failed with 1 conflict: {causes[0].Message}: {causes[0].Field}";
        var lines = conflicts.OrderBy(entry => entry.Describe(), StringComparer.Ordinal)
            .SelectMany(entry => entry.Fields.Paths().Select(path => $"- {path}").Prepend($"conflicts with {entry.Describe()}:"));
        return $"Apply failed with {causes.Length} conflicts: {string.Join('\n', lines)}";
    }
}
