using System.Text.RegularExpressions;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation.Rules;

namespace InferOps.Operator.Core.Validation;

/// <summary>Finds everything wrong with an InferenceEngine at once.</summary>
public static partial class InferenceEngineValidator
{
    internal const string ApiKeysFile = "apiKeysFile";
    internal const string InterTokenMilliseconds = "interTokenMilliseconds";
    internal const string DraftPath = "draftPath";
    internal const string TensorParallel = "tensorParallel";
    internal const string PipelineParallel = "pipelineParallel";
    internal const string AdapterName = "adapterName";
    internal const string AdapterPath = "adapterPath";

    /// <summary>The placeholders an argument template may hold.</summary>
    public static IReadOnlyList<string> Placeholders { get; } =
    [
        "modelPath", "modelUri", "modelRepository", "modelRevision", "servedName", "contextTokens", "totalContextTokens", "parallelSequences", "gpus",
        TensorParallel, PipelineParallel, "port", "drainSeconds", ApiKeysFile, InterTokenMilliseconds,
        DraftPath, AdapterName, AdapterPath,
    ];

    /// <returns>Violations in the order of the fields; empty: the spec is fine.</returns>
    public static IReadOnlyList<Violation> Validate(InferenceEngineSpec spec)
    {
        var violations = new ViolationList();
        violations.Required("spec.image", spec.Image, "is empty; name the engine's container image");
        Arguments("spec.args", spec.Args, violations);
        Arguments("spec.drainCommand", spec.DrainCommand ?? [], violations);
        EnvironmentRules.Check("spec.env", spec.Env, violations);
        if (spec.ModelFormats.Count == 0)
            violations.Add("spec.modelFormats", ValidationReasons.Required, "is empty; list what the engine reads, such as gguf or safetensors");
        violations.Unique("spec.modelFormats", spec.ModelFormats);
        violations.Unique("spec.gpuVendors", spec.GpuVendors ?? []);
        violations.Quantity("spec.sharedMemory", spec.SharedMemory);
        violations.Range("spec.port", spec.Port, 1, 65535);
        EnginePathRules.Check(spec, violations);
        EngineMetricRules.Check(spec.Metrics, violations);
        return violations.Found;
    }

    private static void Arguments(string field, IReadOnlyList<string> template, ViolationList violations)
    {
        for (var index = 0; index < template.Count; index++)
        {
            foreach (Match match in Placeholder().Matches(template[index]))
            {
                if (!Placeholders.Contains(match.Groups[1].Value, StringComparer.Ordinal))
                    violations.Add($"{field}[{index}]", ValidationReasons.UnknownPlaceholder,
                        $"has the unknown placeholder {match.Value}; there are {string.Join(" ", Placeholders.Select(name => $"{{{name}}}"))}");
            }
        }
    }

    /// <summary>A bare word in braces. JSON in an argument has quotes after its brace, and <c>$(POD_IP)</c> has parentheses.</summary>
    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();
}
