using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Events;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;
using KubeOps.Abstractions.Reconciliation.Finalizer;
using KubeOps.Abstractions.Reconciliation.Queue;
using KubeOps.KubernetesClient;
using KubeOps.Operator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InferOps.StandIns.Tests.Kubernetes;

public sealed class OperatorTests : IAsyncLifetime
{
    private readonly ObjectStore store = new();
    private readonly Script script = new();
    private FakeApiServer server = null!;

    public async ValueTask InitializeAsync() => server = await FakeApiServer.StartAsync(store.AnswerAsync);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_reconcile_that_throws_is_retried_five_times_and_then_dropped()
    {
        script.Reconcile = (_, _) => throw new InvalidOperationException("broken");
        using var host = await StartAsync();

        await AskAsync(host, Stored("a"));

        await Eventually.TrueAsync(() => script.Calls.Count == 6, "six attempts");
        await Task.Delay(200);
        Assert.Equal(6, script.Calls.Count);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_failure_without_a_requeue_is_not_retried_and_one_with_is()
    {
        script.Reconcile = (widget, _) => Task.FromResult(ReconciliationResult<Widget>.Failure(
            widget, "no", requeueAfter: widget.Name() == "again" ? TimeSpan.FromMilliseconds(20) : null));
        using var host = await StartAsync();

        await AskAsync(host, Stored("once"));
        await AskAsync(host, Stored("again"));

        await Eventually.TrueAsync(() => script.Calls.Count(name => name == "again") >= 3, "three attempts");
        Assert.Equal(1, script.Calls.Count(name => name == "once"));
        await host.StopAsync();
    }

    [Fact]
    public async Task Two_reconciles_of_one_object_never_run_at_once_and_those_of_two_objects_do()
    {
        var running = new ConcurrentDictionary<string, int>();
        var (most, together) = (0, 0);
        script.Reconcile = async (widget, cancellationToken) =>
        {
            most = Math.Max(most, running.AddOrUpdate(widget.Name(), 1, (_, count) => count + 1));
            together = Math.Max(together, running.Values.Sum());
            await Task.Delay(20, cancellationToken);
            running.AddOrUpdate(widget.Name(), 0, (_, count) => count - 1);
            return ReconciliationResult<Widget>.Success(widget);
        };
        using var host = await StartAsync();
        var (a, b) = (Stored("a"), Stored("b"));

        for (var i = 0; i < 40; i++)
        {
            await AskAsync(host, i % 2 == 0 ? a : b);
            await Task.Delay(5);
        }

        await Eventually.TrueAsync(() => script.Calls.Count > 4, "several reconciles");
        await host.StopAsync();
        Assert.Equal(1, most);
        Assert.Equal(2, together);
    }

    [Fact]
    public async Task What_is_gone_by_now_is_not_reconciled()
    {
        using var host = await StartAsync();

        await AskAsync(host, Widget.Named("never-stored"));
        await AskAsync(host, Stored("b"));

        await Eventually.TrueAsync(() => script.Calls.Contains("b"), "b");
        Assert.DoesNotContain("never-stored", script.Calls);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_finalizer_is_attached_and_detached_after_it_succeeded()
    {
        using var host = await StartAsync(settings => settings.WithAutoAttachFinalizers());
        var widget = Stored("a");
        await AskAsync(host, widget);
        await Eventually.TrueAsync(() => Finalizers("a").Contains("tests.inferops.dev/cleanup"), "attached");

        var deleting = KubernetesJson.Deserialize<Widget>(store.Objects[$"{Widget.Collection}/a"].ToJsonString());
        deleting.Metadata.DeletionTimestamp = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        store.Put($"{Widget.Collection}/a", deleting.ToJson());
        await AskAsync(host, deleting);

        await Eventually.TrueAsync(() => Finalizers("a").Count == 0, "detached");
        Assert.Contains("finalize a", script.Calls);
        await host.StopAsync();
    }

    [Fact]
    public async Task Somebody_elses_finalizer_is_waited_for()
    {
        using var host = await StartAsync();
        var widget = Widget.Named("a");
        widget.Metadata.DeletionTimestamp = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        widget.Metadata.Finalizers = ["someone.else/first", "tests.inferops.dev/cleanup"];
        store.Put($"{Widget.Collection}/a", widget.ToJson());

        await AskAsync(host, widget);
        await AskAsync(host, Stored("b"));

        await Eventually.TrueAsync(() => script.Calls.Contains("b"), "b");
        Assert.DoesNotContain("finalize a", script.Calls);
        Assert.Equal(2, Finalizers("a").Count);
        await host.StopAsync();
    }

    [Fact]
    public async Task The_same_event_again_raises_its_count()
    {
        using var host = await StartAsync();
        var publish = host.Services.GetRequiredService<EventPublisher>();

        await publish(Widget.Named("a"), "Placed", "on one pool");
        await publish(Widget.Named("a"), "Placed", "on one pool");
        await publish(Widget.Named("a"), "Stalled", "no pool", EventType.Warning);

        var events = store.Objects.Where(entry => entry.Key.StartsWith("/api/v1/namespaces/default/events/", StringComparison.Ordinal)).Select(entry => entry.Value).ToList();
        Assert.Equal([1, 2], events.Select(value => value["count"]!.GetValue<int>()).Order());
        await host.StopAsync();
    }

    [Fact]
    public async Task With_an_election_work_begins_with_the_lease_and_the_lease_is_given_back()
    {
        const string lease = "/apis/coordination.k8s.io/v1/namespaces/default/leases/widgets-leader";
        using var host = await StartAsync(settings => settings
            .WithName("widgets")
            .WithLeaderElection(LeaderElectionType.Single)
            .WithLeaderElectionTimings(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.1)));
        await Eventually.TrueAsync(() => store.Objects.ContainsKey(lease), "the lease");
        Assert.Equal(Environment.MachineName, Holder(lease));

        var widget = Stored("a");
        await Eventually.TrueAsync(() => AskAsync(host, widget).Result, "the queue opens");
        await Eventually.TrueAsync(() => script.Calls.Contains("a"), "a reconcile");
        await host.StopAsync();

        Assert.Equal("", Holder(lease));
        Assert.False(await AskAsync(host, widget));
    }

    [Fact]
    public async Task A_second_controller_for_one_type_is_refused()
    {
        var services = new ServiceCollection();
        var builder = services.AddKubernetesOperator().AddController<WidgetController, Widget>();

        Assert.Throws<InvalidOperationException>(() => builder.AddController<WidgetController, Widget>());
        await Task.CompletedTask;
    }

    private string Holder(string lease) => store.Objects[lease]["spec"]!["holderIdentity"]!.GetValue<string>();

    private List<string> Finalizers(string name) =>
        store.Objects[$"{Widget.Collection}/{name}"]["metadata"]!["finalizers"] is JsonArray finalizers ? [.. finalizers.Select(value => value!.GetValue<string>())] : [];

    private Widget Stored(string name)
    {
        store.Put($"{Widget.Collection}/{name}", Widget.Named(name).ToJson());
        return Widget.Named(name);
    }

    private static Task<bool> AskAsync(IHost host, Widget widget) => host.Services.GetRequiredService<EntityQueue<Widget>>()(
        widget, ReconciliationType.Modified, ReconciliationTriggerSource.Operator, TimeSpan.Zero, 0, default);

    private async Task<IHost> StartAsync(Action<OperatorSettingsBuilder>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(script);
        builder.Services.AddSingleton<IKubernetesClient>(new KubernetesClient(server.Configuration));
        builder.Services
            .AddKubernetesOperator(settings =>
            {
                settings.WithAutoAttachFinalizers(false).WithParallelReconciliation(parallel => parallel.ErrorBackoffBase = TimeSpan.FromMilliseconds(2));
                configure?.Invoke(settings);
            })
            .AddController<WidgetController, Widget>()
            .AddFinalizer<WidgetFinalizer, Widget>("tests.inferops.dev/cleanup");
        var host = builder.Build();
        await host.StartAsync();
        if (host.Services.GetService<k8s.LeaderElection.LeaderElector>() is null)
            await Eventually.TrueAsync(() => server.Requests.Any(request => request.Contains("watch=true", StringComparison.Ordinal)), "the watch");
        return host;
    }

    private sealed class Script
    {
        public ConcurrentQueue<string> Calls { get; } = new();

        public Func<Widget, CancellationToken, Task<ReconciliationResult<Widget>>> Reconcile { get; set; } =
            (widget, _) => Task.FromResult(ReconciliationResult<Widget>.Success(widget));
    }

    private sealed class WidgetController(Script script) : IEntityController<Widget>
    {
        public Task<ReconciliationResult<Widget>> ReconcileAsync(Widget entity, CancellationToken cancellationToken)
        {
            script.Calls.Enqueue(entity.Name());
            return script.Reconcile(entity, cancellationToken);
        }

        public Task<ReconciliationResult<Widget>> DeletedAsync(Widget entity, CancellationToken cancellationToken)
        {
            script.Calls.Enqueue($"deleted {entity.Name()}");
            return Task.FromResult(ReconciliationResult<Widget>.Success(entity));
        }
    }

    private sealed class WidgetFinalizer(Script script) : IEntityFinalizer<Widget>
    {
        public Task<ReconciliationResult<Widget>> FinalizeAsync(Widget entity, CancellationToken cancellationToken)
        {
            script.Calls.Enqueue($"finalize {entity.Name()}");
            return Task.FromResult(ReconciliationResult<Widget>.Success(entity));
        }
    }
}
