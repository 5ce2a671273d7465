using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>How clients reach the service.</summary>
internal static class EndpointRules
{
    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        violations.ObjectName("spec.endpoint.apiKeysSecret", spec.Endpoint?.ApiKeysSecret);
        violations.ObjectName("spec.endpoint.host", spec.Endpoint?.Host);
    }
}
