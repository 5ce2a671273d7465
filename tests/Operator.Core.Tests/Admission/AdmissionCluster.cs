using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Admission;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Admission;

/// <summary>The objects of a case as the rules see them, and what they decide about a write to them.</summary>
internal sealed class AdmissionCluster(IEnumerable<JsonObject> given)
{
    private const string Namespace = "default";
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);
    private readonly List<JsonObject> _given = [.. given];

    public AdmissionVerdict Decide(JsonObject write)
    {
        var (kind, name) = ((string)write["kind"]!, (string)write["name"]!);
        var before = _given.Find(known => (string)known["kind"]! == kind && (string)known["name"]! == name);
        var deletes = (bool?)write["delete"] == true;
        var spec = Merge(before?["spec"], write["spec"]);
        return kind switch
        {
            "ComputePool" when deletes => PoolAdmission.DecideDeletion(name, Facts()),
            "InferenceEngine" when deletes => EngineAdmission.DecideDeletion(name, Facts()),
            "ComputePool" => PoolAdmission.Decide(new(name, Read<ComputePoolSpec>(spec)!, Read<ComputePoolSpec>(before?["spec"]), Facts())),
            "InferenceEngine" => EngineAdmission.Decide(new(name, Read<InferenceEngineSpec>(spec)!, Read<InferenceEngineSpec>(before?["spec"]), Facts())),
            _ => ServiceAdmission.Decide(new()
            {
                Key = new(Namespace, name), Spec = Read<InferenceServiceSpec>(spec)!, Before = Read<InferenceServiceSpec>(before?["spec"]),
                Status = Read<InferenceServiceStatus>(before?["status"]) ?? new(), Facts = Facts(), Limits = Limits(),
            }),
        };
    }

    /// <summary>By RFC 7396: what a patch leaves out stays.</summary>
    public static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return (patch ?? target)?.DeepClone();
        var merged = target is JsonObject fields ? (JsonObject)fields.DeepClone() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null) merged.Remove(name);
            else merged[name] = Merge(merged[name], change);
        }
        return merged;
    }

    private ClusterFacts Facts() => new()
    {
        Services = Of("InferenceService").Select(service => new ObservedService
        {
            Key = new(Namespace, Name(service)), Uid = Name(service), Generation = 1,
            Spec = Read<InferenceServiceSpec>(service["spec"])!, Status = Read<InferenceServiceStatus>(service["status"]) ?? new(),
        }),
        Pools = [.. Of("ComputePool").Select(pool => new ObservedPool { Name = Name(pool), Spec = Read<ComputePoolSpec>(pool["spec"])! })],
        Engines = [.. Of("InferenceEngine").Select(engine => new ObservedEngine { Name = Name(engine), Spec = Read<InferenceEngineSpec>(engine["spec"])! })],
        Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private NamespaceLimits Limits() => new()
    {
        MaxHourlyCost = Of("Namespace").Select(limited => decimal.Parse((string)limited["annotations"]![NamespaceLimits.BudgetAnnotation]!, CultureInfo.InvariantCulture)).Cast<decimal?>().FirstOrDefault(),
        Gpus = Of("ResourceQuota").SelectMany(quota => quota["spec"]!["hard"]!.AsObject())
            .ToDictionary(hard => hard.Key["requests.".Length..], hard => long.Parse((string)hard.Value!, CultureInfo.InvariantCulture)),
    };

    private IEnumerable<JsonObject> Of(string kind) => _given.Where(known => (string)known["kind"]! == kind);

    private static string Name(JsonObject known) => (string)known["name"]!;

    private static T? Read<T>(JsonNode? node)
        where T : class => node.Deserialize<T>(Wire);
}
