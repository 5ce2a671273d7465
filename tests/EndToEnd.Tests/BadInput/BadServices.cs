namespace InferOps.EndToEnd.Tests.BadInput;

/// <summary>What the API server accepts and the operator has to explain.</summary>
internal static class BadServices
{
    private const string SpecValid = "SpecValid";
    private const string Placed = "Placed";
    private const string Available = "Available";

    public static IReadOnlyDictionary<string, BadService> BySentence { get; } = new BadService[]
    {
        new("names an unknown pool", SpecValid, "UnknownPool", "spec.placement.pools", "'nowhere'", "there are: cloud, dedicated, empty, onprem")
        {
            Spec = """
                model: {uri: "file:///models/reciter.gguf"}
                placement: {pools: [onprem, nowhere]}
                """,
        },
        new("names an unknown engine", SpecValid, "UnknownEngine", "spec.engine.name", "'warp'", "there are: llamasharp")
        {
            Spec = """
                model: {uri: "file:///models/reciter.gguf"}
                engine: {name: warp}
                """,
        },
        new("asks for what no pool gives", Placed, "NoPoolFits", "cloud: DataClassNotPermitted", "dedicated: RegionNotPermitted", "onprem: RegionNotPermitted", "eu-west", "confidential")
        {
            Spec = """
                model: {uri: "file:///models/reciter.gguf"}
                placement: {regions: [eu-west], dataClass: confidential}
                """,
            Rejected = new Dictionary<string, string>
            {
                ["cloud"] = "DataClassNotPermitted", ["dedicated"] = "RegionNotPermitted", ["empty"] = "RegionNotPermitted", ["onprem"] = "RegionNotPermitted",
            },
        },
        new("permits only a pool without nodes", Placed, "NoPoolFits", "empty: NoNodes", "inferops.dev/pool-name=empty", "matches no node")
        {
            Spec = """
                model: {uri: "file:///models/reciter.gguf"}
                placement: {pools: [empty]}
                """,
            Stalled = false,
            Rejected = new Dictionary<string, string> { ["empty"] = "NoNodes" },
        },
        new("names a missing model", Placed, "ModelNotFound", "/models/missing.gguf")
        {
            Spec = """
                model: {uri: "file:///models/missing.gguf"}
                """,
        },
        new("names a web page", Placed, "ModelNotGguf", "begins like a web page", "does the address need a login or a token?")
        {
            Spec = """
                model: {uri: "file:///models/page.gguf"}
                """,
        },
        new("names half a model", Placed, "ModelTruncated", "its tensors reach to byte", "copy it again")
        {
            Spec = """
                model: {uri: "file:///models/half.gguf"}
                """,
        },
        new("gives another checksum", Available, "ChecksumMismatch", "spec.model.sha256", "0000000000000000000000000000000000000000000000000000000000000000")
        {
            Spec = """
                model: {uri: "file:///models/reciter.gguf", sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
                resources: {cpu: 100m, memory: 256Mi}
                placement: {pools: [cloud]}
                """,
        },
        new("is larger than any gpu", Placed, "TooLargeForAnyGpu", "onprem: NotEnoughGpuMemory", "cloud: NotEnoughGpuMemory", "smaller quantisation")
        {
            Spec = """
                model: {uri: "file:///models/huge.gguf"}
                """,
            Rejected = new Dictionary<string, string>
            {
                ["cloud"] = "NotEnoughGpuMemory", ["dedicated"] = "NotEnoughGpuMemory", ["empty"] = "NotEnoughGpuMemory", ["onprem"] = "NotEnoughGpuMemory",
            },
        },
        new("lacks its download token", Placed, "SecretMissing", "no-such-token", "create it")
        {
            Spec = """
                model: {uri: "hf://models/reciter/reciter.gguf", credentialsSecret: no-such-token}
                """,
        },
        new("lacks its api keys", Available, "VolumesNotMounted", "'no-such-keys'", "spec.endpoint.apiKeysSecret", "Create it")
        {
            Spec = """
                model: {uri: "file:///models/reciter.gguf"}
                resources: {cpu: 100m, memory: 256Mi}
                placement: {pools: [cloud]}
                endpoint: {apiKeysSecret: no-such-keys}
                """,
            Stalled = false,
        },
    }.ToDictionary(bad => bad.Sentence);
}
