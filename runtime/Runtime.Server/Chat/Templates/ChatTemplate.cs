using System.Collections.Concurrent;

namespace InferOps.Runtime.Server.Chat.Templates;

/// <summary>A chat template that any thread may render.</summary>
internal sealed class ChatTemplate
{
    private static readonly int MostIdle = Math.Max(2, Environment.ProcessorCount);
    private readonly ConcurrentBag<ScriptEngine> _idle = [];
    private readonly TimeProvider _time;

    /// <exception cref="TemplateException">The template cannot be parsed.</exception>
    public ChatTemplate(string source, TimeProvider time)
    {
        (Source, _time) = (source, time);
        _idle.Add(new ScriptEngine(source, time));
    }

    /// <summary>The template as the model file has it.</summary>
    public string Source { get; }

    /// <param name="variables">What the template may use, as a JSON object.</param>
    /// <exception cref="TemplateException">There is no prompt.</exception>
    public string Render(string variables)
    {
        if (!_idle.TryTake(out var engine)) engine = new ScriptEngine(Source, _time);
        var usable = false;
        try
        {
            var prompt = engine.Render(variables);
            usable = true;
            return prompt;
        }
        catch (TemplateException error)
        {
            usable = error.Refuses;
            throw;
        }
        finally
        {
            if (usable && _idle.Count < MostIdle) _idle.Add(engine);
            else engine.Dispose();
        }
    }
}
