using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using InferOps.Operator.Core.Services;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Engines;

/// <summary>The drain commands of the engines that come with the chart, run by a real shell against a page of metrics: they wait while something runs, and no longer.</summary>
public sealed class DrainTests
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Lines as the engines write them.</summary>
    public static TheoryData<string, string, string> Engines => new()
    {
        { "llama-server", "llamacpp:requests_processing {0}\nllamacpp:requests_deferred {1}\n", "" },
        { "vllm", "vllm:num_requests_running{{engine=\"0\",model_name=\"m\"}} {0}.0\nvllm:num_requests_waiting{{engine=\"0\",model_name=\"m\"}} {1}.0\n", "" },
        { "tgi", "tgi_batch_current_size {0}\ntgi_queue_size {1}\n", "" },
        { "tensorrt-llm", "trtllm_num_requests_running{{engine_type=\"trtllm\"}} {0}.0\ntrtllm_num_requests_waiting{{engine_type=\"trtllm\"}} {1}.0\n", "/prometheus" },
    };

    [Fact]
    public void Every_engine_with_a_drain_command_is_tried() =>
        Assert.Equal(ShippedEngines.ByName.Keys.Where(engine => Spec(engine).DrainCommand is not null), Engines.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Waits_until_nothing_runs_and_nothing_waits(string engine, string page, string folder)
    {
        var pages = new[] { (12, 3), (1, 0), (0, 1), (0, 0), (5, 5) }.Select(load => string.Format(CultureInfo.InvariantCulture, page, load.Item1, load.Item2)).ToList();
        Assert.Equal(4, await AskedAsync(engine, pages, folder, drainSeconds: 600));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Gives_up_when_the_drain_time_is_over(string engine, string page, string folder) =>
        Assert.Equal(0, await AskedAsync(engine, [string.Format(CultureInfo.InvariantCulture, page, 1, 1)], folder, drainSeconds: 0));

    /// <returns>How often the command asked for the page before it ended; the last page is repeated.</returns>
    private static async Task<int> AskedAsync(string engine, IReadOnlyList<string> pages, string folder, int drainSeconds)
    {
        using var server = new HttpListener();
        var port = FreePort();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        var asked = 0;
        var serving = Task.Run(
            async () =>
            {
                while (true)
                {
                    var context = await server.GetContextAsync();
                    Assert.Equal($"{folder}/metrics", context.Request.Url!.AbsolutePath);
                    var body = Encoding.UTF8.GetBytes(pages[Math.Min(asked++, pages.Count - 1)]);
                    await context.Response.OutputStream.WriteAsync(body, Cancellation);
                    context.Response.Close();
                }
            },
            Cancellation);
        await RunAsync([.. Spec(engine).DrainCommand!.Select(part => part.Replace("{port}", $"{port}", StringComparison.Ordinal).Replace("{drainSeconds}", $"{drainSeconds}", StringComparison.Ordinal))]);
        server.Stop();
        await serving.ContinueWith(static ended => _ = ended.Exception, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        return asked;
    }

    /// <summary>With a <c>sleep</c> that does not, so that the test takes no time.</summary>
    private static async Task RunAsync(IReadOnlyList<string> command)
    {
        Assert.Equal(["/bin/sh", "-c"], command.Take(2));
        using var process = Process.Start(new ProcessStartInfo(command[0], [command[1], "sleep() { :; }; " + command[2]]) { Environment = { ["POD_IP"] = "127.0.0.1" } })!;
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
    }

    /// <summary>Nobody else takes it in the moment until it is listened on: ports are given out in turns.</summary>
    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static InferenceEngineSpec Spec(string engine) => ShippedEngines.ByName[engine]["spec"].Deserialize<InferenceEngineSpec>(Wire)!;
}
