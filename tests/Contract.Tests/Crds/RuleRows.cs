namespace InferOps.Contract.Tests.Crds;

/// <summary>A row for every rule in the definitions, by kind.</summary>
internal static class RuleRows
{
    private const string Zero = "write a quantity above zero";
    private const string Checked = "0000000000000000000000000000000000000000000000000000000000000000";

    public static IReadOnlyList<RuleRow> All { get; } = [.. Addresses.SelectMany(Everywhere), .. Services, .. Pools, .. Engines];

    /// <summary>Addresses of a model, of its draft and of an adapter keep to the same rules.</summary>
    private static IEnumerable<(string Good, string Bad, string Says)> Addresses =>
    [
        ("https://host/a@b.gguf", "https://user:secret@host/m.gguf", "carries credentials"),
        ("hf://org/repo/..m.gguf", "pvc://claim/../m.gguf", "contains '..'"),
        ("hf://org/repo", "hf://org", "is incomplete"),
        ("https://host/m", "https://host/", "is incomplete"),
        ("s3://bucket/key", "s3://bucket", "is incomplete"),
        ("pvc://claim/m.gguf", "pvc:///m.gguf", "is incomplete"),
        ("file:///m.gguf", "file://m.gguf", "is incomplete"),
        ("s3://bucket/key?endpoint=https://store:9000&region=eu-1", "s3://bucket/key?versionId=3", "is followed by something else"),
        ("oci://host:5000/team/model:1.0", "oci://host/Team/model", "is no reference"),
        ($"oci://host/model@sha256:{Checked}", "oci://host/model@sha256:12", "is no reference"),
    ];

    private static IEnumerable<RuleRow> Everywhere((string Good, string Bad, string Says) row) =>
    [
        new("inferenceservices", "model.uri", row.Good, row.Bad, row.Says),
        new("inferenceservices", "model.draft.uri", row.Good, row.Bad, row.Says),
        new("inferenceservices", "model.adapters", $"[{{name: a, uri: '{row.Good}'}}]", $"[{{name: a, uri: '{row.Bad}'}}]", row.Says, "model.adapters[].uri"),
    ];

    private static IEnumerable<RuleRow> Services =>
    [
        .. new[] { "model", "model.draft" }.Select(part => new RuleRow(
            "inferenceservices", part, $"{{uri: 's3://b/k?endpoint=http://store', sha256: '{Checked}'}}", "{uri: 's3://b/k?endpoint=http://store'}", "a store without TLS")),
        new("inferenceservices", "model.adapters", $"[{{name: a, uri: 's3://b/k?endpoint=http://store', sha256: '{Checked}'}}]", "[{name: a, uri: 's3://b/k?endpoint=http://store'}]",
            "a store without TLS", "model.adapters[]"),
        new("inferenceservices", "engine.env", "[{name: A, value: b}]", "[{name: A}]", "needs exactly one", "engine.env[]"),
        new("inferenceservices", "resources", "{gpus: 4, parallelism: {tensor: 2, pipeline: 2}}", "{gpus: 4, parallelism: {tensor: 2}}", "gpus must equal"),
        .. new[] { "gpuMemory", "cpu", "memory" }.SelectMany(name => new RuleRow[]
        {
            new("inferenceservices", $"resources.{name}", "0.5Gi", "0.0Gi", Zero),
            new("inferenceservices", $"resources.{name}", "1", "-1", Zero),
        }),
        new("inferenceservices", "placement", "{pools: [a]}", "{pools: [a], poolSelector: {matchLabels: {a: b}}}", "has both pools and poolSelector"),
        new("inferenceservices", "placement", "{pools: [a, b]}", "{pools: [a, b, a]}", "names a pool twice"),
        new("inferenceservices", "scaling", "{minReplicas: 2, maxReplicas: 2}", "{minReplicas: 3, maxReplicas: 2}", "minReplicas is above"),
        new("inferenceservices", "scaling", "{mode: 'Off', replicas: 2}", "{replicas: 2}", "set scaling.mode: Off"),
        new("inferenceservices", "scaling", "{minReplicas: 0, idleAfter: 5m}", "{idleAfter: 5m}", "idleAfter lets"),
        new("inferenceservices", "scaling", "{maxReplicas: 2, schedules: [{start: 0 7 * * *, duration: 1h, minReplicas: 2}]}",
            "{maxReplicas: 2, schedules: [{start: 0 7 * * *, duration: 1h, minReplicas: 3}]}", "a schedule has minReplicas"),
        .. new[] { "promptTokensPerSecond", "generatedTokensPerSecond" }.SelectMany(name => new RuleRow[]
        {
            new("inferenceservices", $"scaling.capacity.{name}", "'0.001'", "'0'", "write a number from"),
            new("inferenceservices", $"scaling.capacity.{name}", "'100000000'", "'100000001'", "write a number from"),
        }),
        .. Duration("inferenceservices", "scaling.objectives.timeToFirstToken", "1ms", "1h", "0.9ms"),
        .. Duration("inferenceservices", "scaling.objectives.interTokenLatency", "1ms", "1h", "0.9ms"),
        .. Duration("inferenceservices", "scaling.objectives.queueDrain", "1s", "1h", "900ms"),
        .. Duration("inferenceservices", "scaling.scaleUp.stabilizationWindow", "0s", "1h", null),
        .. Duration("inferenceservices", "scaling.scaleUp.period", "1s", "1h", "900ms"),
        .. Duration("inferenceservices", "scaling.scaleDown.stabilizationWindow", "0s", "1h", null),
        .. Duration("inferenceservices", "scaling.scaleDown.period", "1s", "1h", "900ms"),
        new("inferenceservices", "scaling", "{minReplicas: 0, idleAfter: 720h}", "{minReplicas: 0, idleAfter: 721h}", "write a duration from 1s to 720h", "scaling.idleAfter"),
        new("inferenceservices", "scaling.schedules", "[{start: 0 7 * * *, duration: 168h, minReplicas: 1}]", "[{start: 0 7 * * *, duration: 30s, minReplicas: 1}]",
            "write a duration from 1m to 168h", "scaling.schedules[].duration"),
        new("inferenceservices", "rollout", "{maxSurge: 0, maxUnavailable: 1}", "{maxSurge: 0}", "allows neither"),
        .. Duration("inferenceservices", "rollout.drainTimeout", "0s", "4h", null),
    ];

    private static IEnumerable<RuleRow> Pools =>
    [
        new("computepools", "", "{type: Cloud, cost: {gpuHour: '1'}}", "{type: Cloud}", "a Dedicated or Cloud pool needs cost.gpuHour"),
        new("computepools", "gpu.memory", "48Gi", "0Gi", Zero),
        new("computepools", "capacity", "{committedGpus: 2, maxGpus: 2}", "{committedGpus: 3, maxGpus: 2}", "committedGpus is above"),
        .. Duration("computepools", "cost.minimumBilling", "0s", "744h", null),
        .. Duration("computepools", "leadTime.scale", "0s", "24h", null),
        .. Duration("computepools", "leadTime.procure", "0s", "24000h", null),
        new("computepools", "interruptionsPerHour", "'3600'", "'3601'", "write a number from 0 to 3600"),
        new("computepools", "modelCache", "{hostPath: /models}", "{hostPath: /models, persistentVolumeClaim: models}", "has both"),
        new("computepools", "modelCache.sizeLimit", "1", "0", Zero),
    ];

    private static IEnumerable<RuleRow> Engines =>
    [
        new("inferenceengines", "env", "[{name: A, secretKeyRef: {name: s, key: k}}]", "[{name: A, value: b, secretKeyRef: {name: s, key: k}}]", "needs exactly one", "env[]"),
        new("inferenceengines", "sharedMemory", "1Gi", "0", Zero),
    ];

    private static IEnumerable<RuleRow> Duration(string plural, string field, string least, string most, string? tooShort)
    {
        var says = $"write a duration from {least} to {most}";
        yield return new(plural, field, most, $"{most}1s", says);
        if (tooShort is not null) yield return new(plural, field, least, tooShort, says);
    }
}
