using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests;

/// <summary>One model, and its adapters under names of their own.</summary>
public sealed class ModelsTests
{
    private static readonly FakeModelOptions Adapted = new() { Adapters = ["french", "org/legal"] };

    [Fact]
    public async Task Adapters_are_listed_beside_the_model_they_adapt()
    {
        await using var server = await ServerUnderTest.StartAsync(Adapted);
        var cards = (await server.Client.GetFromJsonAsync<JsonNode>("/v1/models"))!["data"]!.AsArray();
        Assert.Equal([("fake", null), ("french", "fake"), ("org/legal", "fake")], cards.Select(card => ((string?)card!["id"], (string?)card["parent"])));
        Assert.All(cards, card => Assert.Equal(256, (int)card!["max_model_len"]!));
    }

    [Theory]
    [InlineData("fake", HttpStatusCode.OK)]
    [InlineData("org/legal", HttpStatusCode.OK)]
    [InlineData("legal", HttpStatusCode.NotFound)]
    public async Task A_model_can_be_looked_up(string name, HttpStatusCode expected)
    {
        await using var server = await ServerUnderTest.StartAsync(Adapted);
        using var response = await server.Client.GetAsync($"/v1/models/{name}");
        Assert.Equal(expected, response.StatusCode);
        var body = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        if (expected == HttpStatusCode.OK) Assert.Equal(name, (string?)body["id"]);
        else Assert.Equal("model_not_found", (string?)body["error"]!["code"]);
    }

    [Theory]
    [InlineData(null, "fake")]
    [InlineData("fake", "fake")]
    [InlineData("french", "french")]
    public async Task An_answer_says_which_model_was_asked_for(string? asked, string answered)
    {
        await using var server = await ServerUnderTest.StartAsync(Adapted);
        var model = asked is null ? "null" : $"\"{asked}\"";
        var answer = await server.PostJsonAsync("/v1/completions", $$"""{"model":{{model}},"prompt":"a","max_tokens":1}""");
        Assert.Equal(answered, (string?)answer["model"]);
        Assert.StartsWith("fp_", (string?)answer["system_fingerprint"], StringComparison.Ordinal);
    }
}
