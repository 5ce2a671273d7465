namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>A node belongs to one pool: to the first by name of those that select it.</summary>
internal static class NodesAreItsOwn
{
    public static void Check(PoolWrite write, AdmissionFindings findings)
    {
        var sharing = write.Others.Where(other => Covers(other.Spec.NodeSelector, write.Spec.NodeSelector) || Covers(write.Spec.NodeSelector, other.Spec.NodeSelector))
            .Select(other => other.Name).ToList();
        if (sharing.Count == 0) return;
        var owner = sharing.Append(write.Name).Min(StringComparer.Ordinal);
        findings.Warn("spec.nodeSelector", AdmissionReasons.NodesShared, $"selects nodes that {Usage.List(sharing)} selects, too; they count for '{owner}' only; give each pool a label of its own");
    }

    /// <summary>Every node that the narrower selector takes, the wider one takes as well.</summary>
    private static bool Covers(IReadOnlyDictionary<string, string> wider, IReadOnlyDictionary<string, string> narrower) =>
        wider.Count > 0 && wider.All(label => narrower.TryGetValue(label.Key, out var value) && value == label.Value);
}
