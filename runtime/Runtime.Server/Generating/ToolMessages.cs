using System.Text;
using InferOps.Runtime.Server.Chat.Tools;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>A whole answer that may call tools, as a message.</summary>
internal static class ToolMessages
{
    public static ChatAnswerMessage Of(ToolAnswerReader reader, string answer)
    {
        var content = new StringBuilder();
        var calls = new List<(string Name, StringBuilder Arguments)>();
        foreach (var next in (IEnumerable<ToolEvent>)[.. reader.Read(answer), .. reader.End()])
        {
            switch (next)
            {
                case ToolEvent.Content(var text):
                    content.Append(text);
                    break;
                case ToolEvent.Called(_, var name):
                    calls.Add((name, new StringBuilder()));
                    break;
                case ToolEvent.Arguments(var call, var json):
                    calls[call].Arguments.Append(json);
                    break;
            }
        }

        if (calls.Count == 0) return new ChatAnswerMessage("assistant", content.ToString(), null);
        return new ChatAnswerMessage("assistant", content.Length > 0 ? content.ToString() : null, null)
        {
            ToolCalls = [.. calls.Select(call => new ToolCallBody(ToolCallIds.Next(), "function", new CalledFunction(call.Name, call.Arguments.ToString())))],
        };
    }
}
