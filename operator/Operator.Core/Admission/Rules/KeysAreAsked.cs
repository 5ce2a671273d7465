namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>What is reachable under a host name asks for keys, and keys do not vanish unnoticed.</summary>
internal static class KeysAreAsked
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Spec.ApiKeysSecret is not null) return;
        if (service.Write.Before?.Endpoint?.ApiKeysSecret is not null)
            findings.Warn("spec.endpoint.apiKeysSecret", AdmissionReasons.NoKeysAsked, "is taken away: from now on everybody who reaches the service may use it");
        else if (service.Spec.Host is not null)
            findings.Warn("spec.endpoint.apiKeysSecret", AdmissionReasons.NoKeysAsked, "is absent: everybody who reaches the host may use it; name a Secret with keys");
    }
}
