using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation.Scaling;
using InferOps.Operator.Reconciliation.Services;
using InferOps.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace InferOps.Operator.Reconciliation.Tests.Fakes;

/// <summary>Both loops over a cluster in memory that holds the pools of the quickstart and its engine. Time stands still unless a test moves it.</summary>
internal sealed class Stage
{
    public static readonly ObjectKey Reciter = new("default", "reciter");
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);
    private static readonly IReadOnlyList<JsonObject> Quickstart = Yaml.Read(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "crds/examples/quickstart.yaml")));

    public Stage(params IReadOnlyList<string> pools)
    {
        Cluster = new(Time);
        foreach (var pool in Of("ComputePool").Where(pool => pools.Count == 0 || pools.Contains(Name(pool))))
        {
            Cluster.Pools.Add(new() { Name = Name(pool), Generation = 1, Spec = pool["spec"].Deserialize<ComputePoolSpec>(Wire)! });
            AddNode(Name(pool), 2);
        }
        Cluster.Engines.Add(new() { Name = "llamasharp", Generation = 1, Spec = ShippedEngines.ByName["llamasharp"]["spec"].Deserialize<InferenceEngineSpec>(Wire)! });
        Autoscaler = new(Cluster, Rates, Board, new(), Time);
        Reconciler = NewReconciler();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public FakeClusterApi Cluster { get; }

    public FakeRates Rates { get; } = new();

    public ScalingBoard Board { get; private set; } = new();

    public AutoscaleLoop Autoscaler { get; private set; }

    public ServiceReconciler Reconciler { get; private set; }

    public static InferenceServiceSpec Spec { get; } = Of("InferenceService").Single()["spec"].Deserialize<InferenceServiceSpec>(Wire)!;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A stage on which the quickstart's service runs, as its first reconciles left it.</summary>
    public static async Task<Stage> WithRunningServiceAsync()
    {
        var stage = new Stage();
        stage.Add(Reciter);
        await stage.SettleAsync();
        return stage;
    }

    public void Add(ObjectKey key, Func<InferenceServiceSpec, InferenceServiceSpec>? change = null) => Cluster.Put(new()
    {
        Key = key, Uid = $"uid-of-{key.Name}", Generation = 1, Spec = change is null ? Spec : change(Spec), Status = new(),
    });

    public Task<TimeSpan> ReconcileAsync(ObjectKey? key = null) => Reconciler.ReconcileAsync(key ?? Reciter, Cancellation);

    /// <summary>Reconciles and lets controllers run until neither changes anything, as watches would have it.</summary>
    public async Task SettleAsync(ObjectKey? key = null)
    {
        for (var round = 0; round < 20; round++)
        {
            var written = Cluster.Writes.Count;
            await ReconcileAsync(key);
            if (!Cluster.RunControllers() && Cluster.Writes.Count == written)
            {
                Cluster.Writes.Clear();
                Cluster.Events.Clear();
                return;
            }
        }
        throw new InvalidOperationException($"Twenty reconciles, and still it writes: {string.Join(", ", Cluster.Writes.TakeLast(6))}");
    }

    public void RestartOperator() => Reconciler = NewReconciler();

    /// <summary>Both loops anew: what is not in the cluster is forgotten.</summary>
    public void RestartWithoutMemory()
    {
        Board = new();
        Autoscaler = new(Cluster, Rates, Board, new(), Time);
        Reconciler = NewReconciler();
    }

    private ServiceReconciler NewReconciler() => new(Cluster, Board, new DesiredOptions { RuntimeImage = "registry.example/runtime:1" }, Time);

    private void AddNode(string pool, int gpus) => Cluster.Nodes.Add(new()
    {
        Name = $"{pool}-1", Usable = true,
        Labels = new Dictionary<string, string> { ["inferops.dev/pool-name"] = pool },
        Allocatable = new Dictionary<string, int> { ["nvidia.com/gpu"] = gpus },
    });

    private static IEnumerable<JsonObject> Of(string kind) => Quickstart.Where(document => (string?)document["kind"] == kind);

    private static string Name(JsonObject document) => (string)document["metadata"]!["name"]!;
}
