using System.Text.Json;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Tests.Fakes;
using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Chat.Tools;
using InferOps.Runtime.Server.Wire;
using InferOps.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace InferOps.Runtime.Server.Tests.Chat;

/// <summary>Templates in the shapes that model files have, written for these tests. What they must give is what Jinja itself gives.</summary>
public sealed class TemplateShapeTests
{
    private const string Folder = "tests/Runtime.Server.Tests/Chat";

    [Theory]
    [InlineData("hermes", "talk")]
    [InlineData("hermes", "calls")]
    [InlineData("hermes", "kwargs")]
    [InlineData("llama3", "talk")]
    [InlineData("llama3", "calls")]
    [InlineData("mistral", "talk")]
    [InlineData("mistral", "calls")]
    [InlineData("gemma", "talk")]
    [InlineData("deepseek", "talk")]
    [InlineData("deepseek", "calls")]
    [InlineData("qwen-coder", "calls")]
    [InlineData("glm", "calls")]
    [InlineData("mistral-named", "calls")]
    [InlineData("filters", "calls")]
    public void A_conversation_becomes_the_prompt_that_the_model_was_trained_on(string shape, string conversation) =>
        Assert.Null(Golden.Compare($"{Folder}/Golden/{shape}.{conversation}.txt", Render(shape, conversation) + "\n"));

    [Fact]
    public void What_a_template_refuses_is_refused_in_its_words()
    {
        var error = Assert.Throws<Errors.ApiException>(() => Model("mistral").Render(new Conversation([new Message("user", "a"), new Message("user", "b")]), null));
        Assert.Equal(400, error.Status);
        Assert.Contains("Roles must alternate", error.Message, StringComparison.Ordinal);
        Assert.Equal("messages", error.Parameter);
    }

    private static string Render(string shape, string conversation)
    {
        using var file = File.OpenRead(Path.Combine(Golden.RepositoryRoot, Folder, "Conversations", conversation + ".json"));
        var body = JsonSerializer.Deserialize(file, WireJson.Types.ChatRequest)!;
        return Model(shape).Render(ConversationReader.Read(body), ToolUseReader.Read(body));
    }

    private static ChatModel Model(string shape)
    {
        var description = new FakeModel().Description with { ChatTemplate = File.ReadAllText(Path.Combine(Golden.RepositoryRoot, Folder, "Shapes", shape + ".jinja")) };
        var model = new ChatModel(description, new CharTokenizer("<s>", "</s>"), new FakeTimeProvider(new DateTimeOffset(2026, 3, 9, 12, 0, 0, TimeSpan.Zero)));
        Assert.Null(model.Problem);
        return model;
    }
}
