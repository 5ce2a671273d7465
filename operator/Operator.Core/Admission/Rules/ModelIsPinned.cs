using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>What is pulled from elsewhere is what was tested: a checksum says so, or a revision of a repository.</summary>
internal static class ModelIsPinned
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        var model = service.Write.Spec.Model;
        // Said when it is chosen, and not again with every change of something else.
        if (service.Write.Before is { } before && SpecText.Same(before.Model, model)) return;
        Source("spec.model", model.Uri, model.Sha256, findings);
        if (model.Draft is { } draft) Source("spec.model.draft", draft.Uri, draft.Sha256, findings);
        foreach (var (adapter, index) in (model.Adapters ?? []).Select((adapter, index) => (adapter, index)))
            Source($"spec.model.adapters[{index}]", adapter.Uri, adapter.Sha256, findings);
    }

    private static void Source(string field, string uri, string? sha256, AdmissionFindings findings)
    {
        if (sha256 is not null || !IsRemote(uri) || (uri.StartsWith("hf://", StringComparison.Ordinal) && uri.Contains('@', StringComparison.Ordinal))) return;
        findings.Warn($"{field}.sha256", AdmissionReasons.ModelNotPinned, "is absent: whoever can change the file there changes what is served; give its SHA-256");
    }

    private static bool IsRemote(string uri) => !uri.StartsWith("pvc://", StringComparison.Ordinal) && !uri.StartsWith("file://", StringComparison.Ordinal);
}
