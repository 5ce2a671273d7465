using System.Text.RegularExpressions;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>Environment variables have a name and exactly one source.</summary>
internal static partial class EnvironmentRules
{
    public static void Check(string field, IReadOnlyList<EnvironmentVariable>? variables, ViolationList violations)
    {
        if (variables is null) return;
        for (var index = 0; index < variables.Count; index++) Check($"{field}[{index}]", variables[index], violations);
        violations.Unique(field, variables.Select(variable => variable.Name));
    }

    private static void Check(string field, EnvironmentVariable variable, ViolationList violations)
    {
        if (!Name().IsMatch(variable.Name))
            violations.Add($"{field}.name", ValidationReasons.InvalidName, $"'{variable.Name}' is not the name of an environment variable");
        if (variable.Value is null == variable.SecretKeyRef is null)
            violations.Add(field, ValidationReasons.InvalidEnvironment, "needs exactly one of value and secretKeyRef");
        if (variable.SecretKeyRef is not { } reference) return;
        violations.Required($"{field}.secretKeyRef.key", reference.Key, "is empty; name a key of the Secret");
        violations.ObjectName($"{field}.secretKeyRef.name", reference.Name);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,252}$")]
    private static partial Regex Name();
}
