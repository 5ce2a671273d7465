using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests.Telemetry;

public sealed class MetricsTests
{
    private const string Text = "/v1/completions";

    [Fact]
    public async Task Endpoint_pickers_find_the_load_under_vllms_names()
    {
        using var gate = new ManualResetEventSlim();
        await using var server = await ServerUnderTest.StartAsync(new FakeModelOptions
        {
            ContextTokens = 512,
            MaxSequences = 1,
            BeforeStep = step =>
            {
                if (step > 3) gate.Wait(TimeSpan.FromSeconds(20));
                return null;
            },
        });
        Assert.Equal(1, await server.MetricAsync($"{EndpointPickerMetrics.CacheConfig}{{block_size=\"16\",num_gpu_blocks=\"32\"}}"));
        using var running = await server.PostAsync(Text, """{"prompt":"abc","max_tokens":5,"ignore_eos":true,"stream":true}""");
        using var waiting = await server.PostAsync(Text, """{"prompt":"abc","max_tokens":5,"ignore_eos":true,"stream":true}""");
        await server.UntilAsync(async () => await server.MetricAsync(EndpointPickerMetrics.Running) == 1);
        Assert.Equal(1, await server.MetricAsync(EndpointPickerMetrics.Waiting));
        var used = await server.MetricAsync(RuntimeMetrics.KvCellsUsed) / await server.MetricAsync(RuntimeMetrics.KvCells);
        Assert.InRange(used, 0.001, 1);
        Assert.Equal(used, await server.MetricAsync(EndpointPickerMetrics.KvUse), 6);
        Assert.Equal(used, await server.MetricAsync(EndpointPickerMetrics.KvUseFormerly), 6);
        Assert.DoesNotContain(EndpointPickerMetrics.Adapters + "{", await server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        gate.Set();
        _ = await waiting.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task Endpoint_pickers_find_the_adapters()
    {
        await using var server = await ServerUnderTest.StartAsync(new FakeModelOptions { Adapters = ["law", "poetry"] });
        Assert.True(await server.MetricAsync($"{EndpointPickerMetrics.Adapters}{{max_lora=\"2\",running_lora_adapters=\"law,poetry\",waiting_lora_adapters=\"\"}}") > 1e9);
    }

    [Fact]
    public async Task Every_end_of_a_generation_is_counted_with_its_reason()
    {
        await using var server = await ServerUnderTest.StartAsync(new FakeModelOptions { Next = FakeModelOptions.Saying("hello STOP never") });
        await server.PostJsonAsync(Text, """{"prompt":"<assistant>","max_tokens":3,"temperature":0}""");
        await server.PostJsonAsync(Text, """{"prompt":"<assistant>","max_tokens":30,"temperature":0}""");
        await server.PostJsonAsync(Text, """{"prompt":"<assistant>","max_tokens":30,"temperature":0,"stop":"STOP"}""");
        await server.UntilAsync(async () => await EndsAsync(server, "length") == 1 && await EndsAsync(server, "stop") == 2);
        Assert.Equal(0, await EndsAsync(server, "cancelled"));
        Assert.Equal(3, await server.MetricAsync($"{RuntimeMetrics.GenerationTokens}_count"));
        Assert.Equal(6, await server.MetricAsync($"{RuntimeMetrics.RequestPromptTokens}_sum"));
        Assert.True(await server.MetricAsync($"{RuntimeMetrics.BatchFill}_count") > 3);
    }

    private static Task<double> EndsAsync(ServerUnderTest server, string reason) => server.MetricAsync($"{RuntimeMetrics.FinishedGenerations}{{reason=\"{reason}\"}}");
}
