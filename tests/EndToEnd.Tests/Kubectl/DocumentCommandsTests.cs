using System.Text.RegularExpressions;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Kubectl;

/// <summary>What the documents tell people to look at can be looked at, with kubectl of today and of 1.20.</summary>
[Collection(nameof(KubectlCollection))]
public sealed partial class DocumentCommandsTests(KubectlSandbox cluster)
{
    public static TheoryData<string, string> Commands =>
        [.. Directory.GetFiles(Path.Combine(Workspace.Repository, "docs"), "*.md").Order(StringComparer.Ordinal).Append(Path.Combine(Workspace.Repository, "README.md"))
            .SelectMany(page => Command().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value)).Distinct().SelectMany(_ => Clients.Installed, (command, client) => (client, command))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_of_the_documents_answers(string client, string command)
    {
        // Placeholders are in capitals; what is written to a file is read here instead.
        var words = command.Split('>')[0].Replace("NAME", Quickstart.Name, StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var exception = await Record.ExceptionAsync(() => cluster.Client(client).RunAsync(words));
        Assert.Null(exception);
    }

    /// <summary>Commands that only read, alone in a line or between backticks, and complete in themselves.</summary>
    [GeneratedRegex(@"(?:^    |`)kubectl ((?:get|describe|explain) (?:infsvc|cpool|infeng|inferenceservices)[^`\n]*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
