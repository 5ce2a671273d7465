using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Tests.Validation;

public sealed class InferenceServiceValidatorTests
{
    private static readonly InferenceServiceSpec Valid = new() { Model = new() { Uri = "hf://org/repo/model.gguf@main" } };

    private static readonly Catalog Catalog = new()
    {
        Engines = new Dictionary<string, InferenceEngineSpec>
        {
            ["llamasharp"] = new() { ModelFormats = ["gguf"], Args = ["--api-keys-file", "{apiKeysFile}", "--adapter", "{adapterName}={adapterPath}"] },
            ["vllm"] = new() { ModelFormats = ["safetensors"] },
            ["tgi"] = new() { ModelFormats = ["safetensors"], Args = ["--num-shard", "{tensorParallel}"] },
        },
        Pools = new HashSet<string> { "onprem", "cloud" },
    };

    public static TheoryData<string, InferenceServiceSpec, string, string> Wrong => new()
    {
        { "no model", Valid with { Model = new() }, "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "an unknown scheme", Model("ftp://host/model.gguf"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "an unencrypted download", Model("http://host/model.gguf"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "credentials in the address", Model("https://me:secret@host/model.gguf"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "a path that climbs", Model("pvc://claim/../other"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "a bucket without a key", Model("s3://models"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "a bucket with what no store knows", Model("s3://models/a.gguf?acl=public"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "a store with a password in its address", Model("s3://models/a.gguf?endpoint=https://me:secret@host"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "an unencrypted store and no checksum", Model("s3://models/a.gguf?endpoint=http://minio:9000"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "a registry alone", Model("oci://registry.example"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "an artefact with capitals", Model("oci://registry.example/Team/model:v1"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "a relative file", Model("file://models/a.gguf"), "spec.model.uri", ValidationReasons.InvalidModelUri },
        { "half a checksum", Valid with { Model = Valid.Model with { Sha256 = "abc" } }, "spec.model.sha256", ValidationReasons.InvalidChecksum },
        { "two adapters of one name", Valid with { Model = Valid.Model with { Adapters = [Adapter, Adapter] } }, "spec.model.adapters", ValidationReasons.DuplicateName },
        { "an adapter that cannot be a model's name", Valid with { Model = Valid.Model with { Adapters = [Adapter with { Name = "a=b" }] } }, "spec.model.adapters[0].name", ValidationReasons.InvalidName },
        { "adapters for an engine without", Valid with { Engine = new() { Name = "vllm" }, Model = new() { Uri = "hf://org/repo", Adapters = [Adapter] } }, "spec.model.adapters", ValidationReasons.AdaptersNotSupported },
        { "a draft for an engine without", Valid with { Model = Valid.Model with { Draft = new() { Uri = "hf://org/repo/small.gguf" } } }, "spec.model.draft", ValidationReasons.DraftNotSupported },
        { "stages for an engine that only shards", Valid with { Engine = new() { Name = "tgi" }, Model = new() { Uri = "hf://org/repo" }, Resources = new() { Parallelism = new() { Pipeline = 2 } } }, "spec.resources.parallelism.pipeline", ValidationReasons.ParallelismNotSupported },
        { "no context", Valid with { Engine = new() { ContextTokens = 0 } }, "spec.engine.contextTokens", ValidationReasons.OutOfRange },
        { "a variable without a source", Valid with { Engine = new() { Env = [new() { Name = "A" }] } }, "spec.engine.env[0]", ValidationReasons.InvalidEnvironment },
        { "gpus against parallelism", Valid with { Resources = new() { Gpus = 3, Parallelism = new() { Tensor = 2 } } }, "spec.resources.gpus", ValidationReasons.ParallelismMismatch },
        { "a broken quantity", Valid with { Resources = new() { GpuMemory = "lots" } }, "spec.resources.gpuMemory", ValidationReasons.InvalidQuantity },
        { "pools and a selector", Placed(new() { Pools = ["onprem"], PoolSelector = Selector }), "spec.placement", ValidationReasons.PoolsAndSelector },
        { "a selector that selects all", Placed(new() { PoolSelector = new() }), "spec.placement.poolSelector", ValidationReasons.EmptySelector },
        { "a negative ceiling", Placed(new() { MaxHourlyCost = "-1" }), "spec.placement.maxHourlyCost", ValidationReasons.NegativeCost },
        { "a ceiling in words", Placed(new() { MaxHourlyCost = "cheap" }), "spec.placement.maxHourlyCost", ValidationReasons.InvalidAmount },
        { "a share above one", Placed(new() { MaxSpotShare = "1.5" }), "spec.placement.maxSpotShare", ValidationReasons.OutOfRange },
        { "min above max", Scaled(new() { MinReplicas = 3, MaxReplicas = 2 }), "spec.scaling.minReplicas", ValidationReasons.MinReplicasAboveMax },
        { "kubectl scale while scaling itself", Scaled(new() { Replicas = 3 }), "spec.scaling.replicas", ValidationReasons.ReplicasNeedModeOff },
        { "idle without zero", Scaled(new() { IdleAfter = "5m" }), "spec.scaling.idleAfter", ValidationReasons.IdleAfterNeedsMinZero },
        { "a broken duration", Scaled(new() { Objectives = new() { QueueDrain = "soon" } }), "spec.scaling.objectives.queueDrain", ValidationReasons.InvalidDuration },
        { "an endless window", Scaled(new() { ScaleDown = new() { StabilizationWindow = "48h" } }), "spec.scaling.scaleDown.stabilizationWindow", ValidationReasons.OutOfRange },
        { "a schedule without a start", Scaled(new() { Schedules = [Morning with { Start = null }] }), "spec.scaling.schedules[0].start", ValidationReasons.InvalidSchedule },
        { "a schedule that never comes", Scaled(new() { Schedules = [Morning with { Start = "0 25 * * *" }] }), "spec.scaling.schedules[0].start", ValidationReasons.InvalidSchedule },
        { "a time zone nobody lives in", Scaled(new() { Schedules = [Morning with { TimeZone = "Europe/Atlantis" }] }), "spec.scaling.schedules[0].timeZone", ValidationReasons.UnknownTimeZone },
        { "a schedule of a month", Scaled(new() { Schedules = [Morning with { Duration = "720h" }] }), "spec.scaling.schedules[0].duration", ValidationReasons.OutOfRange },
        { "a scheduled minimum above max", Scaled(new() { MaxReplicas = 2, Schedules = [Morning] }), "spec.scaling.schedules[0].minReplicas", ValidationReasons.MinReplicasAboveMax },
        { "a rollout that cannot progress", Valid with { Rollout = new() { MaxSurge = 0 } }, "spec.rollout", ValidationReasons.RolloutCannotProgress },
        { "an engine nobody has", Valid with { Engine = new() { Name = "none" } }, "spec.engine.name", ValidationReasons.UnknownEngine },
        { "a pool nobody has", Placed(new() { Pools = ["moon"] }), "spec.placement.pools", ValidationReasons.UnknownPool },
        { "a format the engine cannot read", Valid with { Engine = new() { Name = "vllm" } }, "spec.model.uri", ValidationReasons.ModelFormatNotSupported },
        { "a host network", Pods("""{"spec":{"hostNetwork":true}}"""), "spec.podTemplate.spec.hostNetwork", ValidationReasons.ProtectedField },
        { "a choice of nodes beside the pool's", Pods("""{"spec":{"nodeSelector":{"a":"b"}}}"""), "spec.podTemplate.spec.nodeSelector", ValidationReasons.ProtectedField },
        { "a grace period beside the drain time", Pods("""{"spec":{"terminationGracePeriodSeconds":1}}"""), "spec.podTemplate.spec.terminationGracePeriodSeconds", ValidationReasons.ProtectedField },
        { "root", Pods("""{"spec":{"securityContext":{"runAsNonRoot":false}}}"""), "spec.podTemplate.spec.securityContext.runAsNonRoot", ValidationReasons.ProtectedField },
        { "another image of the engine", Pods("""{"spec":{"containers":[{"name":"engine","image":"mine"}]}}"""), "spec.podTemplate.spec.containers[engine].image", ValidationReasons.ProtectedField },
        { "GPUs that are not counted", Pods("""{"spec":{"containers":[{"name":"engine","resources":{"limits":{"nvidia.com/gpu":"8"}}}]}}"""), "spec.podTemplate.spec.containers[engine].resources.limits[nvidia.com/gpu]", ValidationReasons.ProtectedField },
        { "a privileged pull", Pods("""{"spec":{"initContainers":[{"name":"pull-draft","securityContext":{"privileged":true}}]}}"""), "spec.podTemplate.spec.initContainers[pull-draft].securityContext", ValidationReasons.ProtectedField },
        { "a sidecar without an image", Pods("""{"spec":{"containers":[{"name":"engin"}]}}"""), "spec.podTemplate.spec.containers[engin]", ValidationReasons.Required },
        { "a label that selectors use", Pods("""{"metadata":{"labels":{"inferops.dev/service":"other"}}}"""), "spec.podTemplate.metadata.labels[inferops.dev/service]", ValidationReasons.ProtectedField },
        { "another model cache", Pods("""{"spec":{"volumes":[{"name":"models","emptyDir":{}}]}}"""), "spec.podTemplate.spec.volumes[models]", ValidationReasons.ProtectedField },
        { "a pod that is no object", Pods("""{"spec":"all"}"""), "spec.podTemplate.spec", ValidationReasons.ProtectedField },
        { "containers that are no list", Pods("""{"spec":{"containers":{"engine":{}}}}"""), "spec.podTemplate.spec.containers", ValidationReasons.ProtectedField },
        { "a number for a name", Pods("""{"spec":{"containers":[{"name":7}]}}"""), "spec.podTemplate.spec.containers[7]", ValidationReasons.Required },
        { "a name for all pods", Pods("""{"metadata":{"name":"pod"}}"""), "spec.podTemplate.metadata.name", ValidationReasons.ProtectedField },
        { "keys nobody checks", Keyed(), "spec.endpoint.apiKeysSecret", ValidationReasons.ApiKeysNotSupported },
    };

    private static ScheduleSpec Morning => new() { Start = "0 8 * * *", Duration = "10h", MinReplicas = 3 };

    private static InferenceServiceSpec Pods(string template) => Valid with { PodTemplate = JsonNode.Parse(template)!.AsObject() };

    private static AdapterSpec Adapter => new() { Name = "a", Uri = "file:///a" };

    private static LabelSelector Selector => new() { MatchLabels = new Dictionary<string, string> { ["a"] = "b" } };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Refuses(string what, InferenceServiceSpec spec, string field, string reason)
    {
        var violation = Assert.Single(InferenceServiceValidator.Validate(spec, Catalog));
        Assert.Equal((what, field, reason), (what, violation.Field, violation.Reason));
    }

    [Fact]
    public void Accepts_the_least_there_is() => Assert.Empty(InferenceServiceValidator.Validate(Valid, Catalog));

    [Theory]
    [InlineData("s3://models/a/b.gguf")]
    [InlineData("s3://models/b.gguf?endpoint=minio.storage.svc:9000&region=eu-west-3")]
    [InlineData("s3://models/b.gguf?endpoint=http://minio:9000/base")]
    [InlineData("oci://registry.example:5000/team/model")]
    [InlineData("oci://docker.io/ai/smollm2:360M-Q4_K_M")]
    [InlineData("oci://registry.example/model:v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Accepts_addresses_of_stores_and_registries(string uri) =>
        Assert.Empty(InferenceServiceValidator.Validate(Valid with { Model = new() { Uri = uri, Sha256 = new string('a', 64) } }, Catalog));

    [Fact]
    public void Reports_everything_at_once()
    {
        var spec = Placed(new() { Pools = ["moon"] }) with { Model = new(), Scaling = new() { MinReplicas = 9, MaxReplicas = 1 }, Rollout = new() { DrainTimeout = "x" } };
        Assert.Equal(
            [ValidationReasons.InvalidModelUri, ValidationReasons.MinReplicasAboveMax, ValidationReasons.InvalidDuration, ValidationReasons.UnknownPool],
            InferenceServiceValidator.Validate(spec, Catalog).Select(violation => violation.Reason));
    }

    [Fact]
    public void At_admission_what_it_refers_to_may_still_be_missing() => Assert.Empty(InferenceServiceValidator.Validate(Placed(new() { Pools = ["moon"] })));

    private static InferenceServiceSpec Model(string uri) => Valid with { Model = new() { Uri = uri } };

    private static InferenceServiceSpec Placed(PlacementSpec placement) => Valid with { Placement = placement };

    private static InferenceServiceSpec Scaled(ScalingSpec scaling) => Valid with { Scaling = scaling };

    private static InferenceServiceSpec Keyed() => Model("hf://org/repo") with { Engine = new() { Name = "vllm" }, Endpoint = new() { ApiKeysSecret = "keys" } };
}
