using System.Text.RegularExpressions;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>The model, its draft and its adapters can be located and verified.</summary>
internal static partial class ModelRules
{
    private const string Field = "spec.model";

    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        var model = spec.Model;
        Source(Field, model.Uri, model.Sha256, violations);
        violations.ObjectName($"{Field}.credentialsSecret", model.CredentialsSecret);
        if (model.ServedName is { } served && !ServedName().IsMatch(served))
            violations.Add($"{Field}.servedName", ValidationReasons.InvalidName, $"'{served}' cannot be a model name; use 1 to 253 letters, digits and . _ / : -");
        if (model.Draft is { } draft) Source($"{Field}.draft", draft.Uri, draft.Sha256, violations);

        var adapters = model.Adapters ?? [];
        for (var index = 0; index < adapters.Count; index++)
        {
            var field = $"{Field}.adapters[{index}]";
            violations.Required($"{field}.name", adapters[index].Name, "is empty; clients select the adapter by this name");
            if (adapters[index].Name is { Length: > 0 } name && !ServedName().IsMatch(name))
                violations.Add($"{field}.name", ValidationReasons.InvalidName, $"'{name}' cannot be a model name; use 1 to 253 letters, digits and . _ / : -");
            Source(field, adapters[index].Uri, adapters[index].Sha256, violations);
        }
        violations.Unique($"{Field}.adapters", adapters.Select(adapter => adapter.Name));
    }

    private static void Source(string field, string uri, string? sha256, ViolationList violations)
    {
        if (ModelUri.Problem(uri) is { } problem) violations.Add($"{field}.uri", ValidationReasons.InvalidModelUri, problem);
        else if (sha256 is null && PullPorts.IsPlainHttp(uri))
            violations.Add($"{field}.uri", ValidationReasons.InvalidModelUri, $"would be fetched without encryption, and nothing would tell whether it was changed; use an https:// endpoint, or give the file's {field}.sha256");
        if (sha256 is not null && !Sha256().IsMatch(sha256))
            violations.Add($"{field}.sha256", ValidationReasons.InvalidChecksum, "is not a SHA-256; write 64 hexadecimal digits");
    }

    [GeneratedRegex("^[0-9a-fA-F]{64}$")]
    private static partial Regex Sha256();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/:-]{0,252}$")]
    private static partial Regex ServedName();
}
