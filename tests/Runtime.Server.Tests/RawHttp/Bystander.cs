using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests.RawHttp;

/// <summary>A well-behaved client that streams while others misbehave: its text must come out word for word.</summary>
internal static class Bystander
{
    public const string Said = "Whatever others send, these words come in this order, none of them missing, none of them doubled: Größe, 你好, 🚀.";

    /// <summary>Says <see cref="Said"/> to every chat, at about a thousand tokens per second: the pause is the model's own.</summary>
    public static FakeModelOptions Model { get; } = new()
    {
        ContextTokens = 4096, TrainedContextTokens = 1024, MaxSequences = 8, BatchTokens = 256, Next = FakeModelOptions.Saying(Said), BeforeStep = Pause,
    };

    /// <summary>Runs <paramref name="misbehaviour"/> while a chat streams.</summary>
    public static async Task UndisturbedAsync(ServerUnderTest server, Func<Task> misbehaviour)
    {
        using var response = await server.PostAsync(
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"hi"}],"temperature":0,"stream":true}""");
        await misbehaviour();
        Assert.Equal(Said, string.Concat(ServerUnderTest.Events(await response.Content.ReadAsStringAsync()).Select(
            part => (string?)part["choices"]![0]!["delta"]!["content"])));
    }

    private static StepResult? Pause(int step)
    {
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromMilliseconds(1));
        return null;
    }
}
