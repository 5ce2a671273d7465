using System.Text.Json;
using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull;

/// <summary>Hands a report to whoever waits for it: the kubelet by the termination log, a person by the last line of output.</summary>
internal static class PullReport
{
    private const string DefaultLog = "/dev/termination-log";

    /// <summary>The kubelet keeps 4,096 bytes; names and messages are cut so that the JSON around them stays whole.</summary>
    private const int LongestText = 1024;

    /// <param name="report">The report.</param>
    /// <param name="terminationLog">The file to write; null: the kubelet's, where there is one.</param>
    /// <param name="output">Gets the same line.</param>
    public static void Write(ModelReport report, string? terminationLog, TextWriter output)
    {
        var json = JsonSerializer.Serialize(Shortened(report), ModelReportJson.Default.ModelReport);
        output.WriteLine(json);
        var path = terminationLog ?? (File.Exists(DefaultLog) ? DefaultLog : null);
        if (path is not null) File.WriteAllText(path, json);
    }

    private static ModelReport Shortened(ModelReport report) => new()
    {
        Facts = report.Facts is { } facts ? facts with { Name = Shortened(facts.Name), Architecture = Shortened(facts.Architecture)! } : null,
        Failure = report.Failure is { } failure ? failure with { Message = Shortened(failure.Message)! } : null,
    };

    private static string? Shortened(string? text) => text is { Length: > LongestText } ? text[..LongestText] + "…" : text;
}
