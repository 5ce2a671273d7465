using System.Reflection;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace InferOps.Runtime.Server.Chat.Templates;

/// <summary>One template, parsed, in one script engine. Not thread-safe.</summary>
/// <remarks>
/// The template came with the model file and may be anybody's: its script sees nothing of .NET but a clock, and its time, memory and depth are bounded.
/// </remarks>
internal sealed class ScriptEngine : IDisposable
{
    /// <summary>Bytes one rendering may allocate, garbage included.</summary>
    private const long MostBytes = 256 << 20;

    /// <summary>A message takes a few hundred.</summary>
    private const int MostStatements = 5_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly Lazy<Prepared<Acornima.Ast.Script>> Library = new(() => Engine.PrepareScript($"var Jinja = (function (module) {{ {Read("jinja.js")}\nreturn module.exports; }})({{}});", strict: false));
    private static readonly Lazy<Prepared<Acornima.Ast.Script>> Bindings = new(() => Engine.PrepareScript(Read("bindings.js")));

    private readonly Engine _engine;
    private readonly JsValue _render;
    private readonly JsValue _refusal;

    /// <exception cref="TemplateException">The template cannot be parsed.</exception>
    public ScriptEngine(string template, TimeProvider time)
    {
        _engine = new Engine(Limit);
        _engine.SetValue("strftime", new Func<string, string>(format => ClockFormat.Write(time.GetUtcNow(), format)));
        _engine.Execute(Library.Value).Execute(Bindings.Value);
        var chat = _engine.GetValue("chat").AsObject();
        (_render, _refusal) = (chat.Get("render"), chat.Get("refusal"));
        Run(chat.Get("compile"), template);
    }

    /// <summary>Parses the library ahead of the first template: it takes longer than anything that comes after it.</summary>
    public static void WarmUp() => _ = (Library.Value, Bindings.Value);

    /// <param name="variables">A JSON object.</param>
    /// <exception cref="TemplateException">There is no prompt. This engine may be in the middle of something: do not use it again unless the template refused.</exception>
    public string Render(string variables) => Run(_render, variables).AsString();

    public void Dispose() => _engine.Dispose();

    private JsValue Run(JsValue function, string argument)
    {
        try
        {
            return _engine.Invoke(function, argument);
        }
        catch (JavaScriptException error)
        {
            throw _engine.Invoke(_refusal) is JsString refusal ? TemplateException.Refused(refusal.ToString()) : TemplateException.Broken(error);
        }
        catch (Exception error) when (error is JintException or TimeoutException or InsufficientExecutionStackException)
        {
            throw TemplateException.Broken(error);
        }
    }

    private static void Limit(Options options)
    {
        options.MaxStatements(MostStatements).LimitMemory(MostBytes).TimeoutInterval(Longest).DisableStringCompilation();
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = 1 << 20;
        options.Constraints.RegexTimeout = Longest;
    }

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        return new StreamReader(stream).ReadToEnd();
    }
}
