using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Tests.Validation;

public sealed class PoolAndEngineValidatorTests
{
    private static readonly ComputePoolSpec Pool = new() { NodeSelector = new Dictionary<string, string> { ["pool"] = "a" } };
    private static readonly InferenceEngineSpec Engine = new() { Image = "image", ModelFormats = ["gguf"] };

    public static TheoryData<string, ComputePoolSpec, string, string> WrongPools => new()
    {
        { "no selector", new(), "spec.nodeSelector", ValidationReasons.EmptySelector },
        { "a rented pool without a price", Pool with { Type = PoolType.Cloud }, "spec.cost.gpuHour", ValidationReasons.PriceMissing },
        { "a negative price", Pool with { Cost = new() { GpuHour = "-0.1" } }, "spec.cost.gpuHour", ValidationReasons.NegativeCost },
        { "a price in words", Pool with { Cost = new() { CapexPerGpu = "9k" } }, "spec.cost.capexPerGpu", ValidationReasons.InvalidAmount },
        { "no lifetime", Pool with { Cost = new() { LifetimeMonths = 0 } }, "spec.cost.lifetimeMonths", ValidationReasons.OutOfRange },
        { "more committed than usable", Pool with { Capacity = new() { CommittedGpus = 4, MaxGpus = 2 } }, "spec.capacity.committedGpus", ValidationReasons.CommittedAboveMax },
        { "a lead time in words", Pool with { LeadTime = new() { Scale = "soon" } }, "spec.leadTime.scale", ValidationReasons.InvalidDuration },
        { "a resource without a domain", Pool with { Gpu = new() { ResourceName = "gpu" } }, "spec.gpu.resourceName", ValidationReasons.InvalidName },
        { "two caches", Pool with { ModelCache = new() { HostPath = "/models", PersistentVolumeClaim = "models" } }, "spec.modelCache", ValidationReasons.ConflictingCaches },
        { "a currency sign", Pool with { Cost = new() { Currency = "$" } }, "spec.cost.currency", ValidationReasons.InvalidName },
    };

    public static TheoryData<string, InferenceEngineSpec, string, string> WrongEngines => new()
    {
        { "no image", Engine with { Image = "" }, "spec.image", ValidationReasons.Required },
        { "no format", Engine with { ModelFormats = [] }, "spec.modelFormats", ValidationReasons.Required },
        { "a misspelt placeholder", Engine with { Args = ["--model", "{modelpath}"] }, "spec.args[1]", ValidationReasons.UnknownPlaceholder },
        { "a misspelt placeholder in its drain", Engine with { DrainCommand = ["sleep", "{drain}"] }, "spec.drainCommand[1]", ValidationReasons.UnknownPlaceholder },
        { "shared memory in words", Engine with { SharedMemory = "much" }, "spec.sharedMemory", ValidationReasons.InvalidQuantity },
        { "one vendor twice", Engine with { GpuVendors = ["amd.com", "amd.com"] }, "spec.gpuVendors", ValidationReasons.DuplicateName },
        { "a port beyond the last", Engine with { Port = 70000 }, "spec.port", ValidationReasons.OutOfRange },
        { "a path without a slash", Engine with { Probes = new() { Readiness = "health" } }, "spec.probes.readiness", ValidationReasons.InvalidPath },
        { "a query for a series", Engine with { Metrics = new() { Running = "sum(x)" } }, "spec.metrics.running", ValidationReasons.InvalidMetricName },
    };

    [Theory]
    [MemberData(nameof(WrongPools))]
    public void Refuses_a_pool_with(string what, ComputePoolSpec spec, string field, string reason)
    {
        var violation = Assert.Single(ComputePoolValidator.Validate(spec));
        Assert.Equal((what, field, reason), (what, violation.Field, violation.Reason));
    }

    [Theory]
    [MemberData(nameof(WrongEngines))]
    public void Refuses_an_engine_with(string what, InferenceEngineSpec spec, string field, string reason)
    {
        var violation = Assert.Single(InferenceEngineValidator.Validate(spec));
        Assert.Equal((what, field, reason), (what, violation.Field, violation.Reason));
    }

    [Fact]
    public void Leaves_JSON_in_an_argument_alone() =>
        Assert.Empty(InferenceEngineValidator.Validate(Engine with { Args = ["--override", """{"rope_scaling": {"factor": 2}}""", "$(POD_IP)"] }));
}
