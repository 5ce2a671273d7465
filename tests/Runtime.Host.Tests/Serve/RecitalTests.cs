using System.Text.Json.Nodes;
using InferOps.Runtime.Contract;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Serve;

/// <summary>Word for word, through HTTP, scheduler, adapter and llama.cpp: anything mixed up on the way is a wrong word.</summary>
public sealed class RecitalTests(ServedReciter server) : IClassFixture<ServedReciter>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chat_is_answered_word_for_word(bool stream)
    {
        var answer = await server.ChatAsync("What do you know?", stream);
        Assert.Equal((Recital.Answer.Text, "stop"), answer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_text_is_continued_word_for_word(bool stream)
    {
        foreach (var recital in Recital.All.Skip(1))
            Assert.Equal((recital.Text, "stop"), await server.CompleteAsync(recital.Trigger, stream));
    }

    [Fact]
    public async Task Eight_at_once_and_more_do_not_disturb_each_other()
    {
        var asked = Enumerable.Range(0, 24).Select(i => (Recital: Recital.All[i % Recital.All.Count], Stream: i % 2 == 0)).ToList();
        var answers = await Task.WhenAll(asked.Select(item => item.Recital == Recital.Answer
            ? server.ChatAsync($"Question {item.Stream}", item.Stream)
            : server.CompleteAsync(item.Recital.Trigger, item.Stream)));
        Assert.Equal(asked.Select(item => (item.Recital.Text, "stop")), answers);
    }

    [Fact]
    public async Task A_long_prompt_in_chunks_does_not_change_what_follows()
    {
        var filler = string.Concat(Enumerable.Repeat("lorem ipsum ", 250));
        var answer = await server.CompleteAsync($"{filler}\nCount:", stream: false);
        Assert.Equal((Recital.Numbers.Text, "stop"), answer);
    }

    [Fact]
    public async Task The_limit_cuts_exactly()
    {
        var (text, reason) = await server.CompleteAsync(Recital.Numbers.Trigger, stream: false, maxTokens: 3);
        Assert.Equal((" one two three", "length"), (text, reason));
    }

    [Fact]
    public async Task Cells_are_free_again_at_the_end()
    {
        await server.ChatAsync("Hello", stream: true);
        await Wait.UntilAsync("no KV cell is in use", async () =>
            (await server.Client.GetStringAsync(RuntimeEndpoints.Metrics)).Contains($"\n{RuntimeMetrics.KvCellsUsed} 0\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_model_is_listed_under_its_served_name()
    {
        var models = JsonNode.Parse(await server.Client.GetStringAsync("/v1/models"))!;
        Assert.Equal(ServedModelFile.Name, (string?)models["data"]![0]!["id"]);
    }
}
