using System.CommandLine;
using System.CommandLine.Parsing;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;
using InferOps.Runtime.Bench.Requests;
using InferOps.Runtime.Bench.Results;

namespace InferOps.Runtime.Host;

/// <summary><c>bench</c>: loads any server with an OpenAI-compatible API and says how it did.</summary>
internal static class BenchCommand
{
    public const string Name = "bench";

    private static readonly Option<Uri> Url = new("--url")
    {
        Description = "The server's address, before /v1.", DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"), CustomParser = ParseUrl,
    };
    private static readonly Option<string> Model = new("--model") { Description = "The model name to ask for.", Required = true };
    private static readonly Option<int> Clients = new("--clients") { Description = "Closed loop: clients that each wait for an answer before they ask again.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double?> Rate = new("--rate") { Description = "Open loop instead: requests per second that come at random (Poisson), whether others are answered or not." };
    private static readonly Option<int?> Requests = new("--requests") { Description = "Requests to send in all. Default 100, or as many as --duration allows." };
    private static readonly Option<double?> Duration = new("--duration") { Description = "Seconds for which requests are sent." };
    private static readonly Option<PromptForm> Prompts = new("--prompts") { Description = "How prompts are written: chat, text or tokens.", DefaultValueFactory = _ => PromptForm.Chat };
    private static readonly Option<Lengths> PromptTokens = Mix("--prompt-tokens", "Prompt lengths: 128, 64-256, or 32:3,1024:1 for three short ones to each long one.", 128);
    private static readonly Option<Lengths> OutputTokens = Mix("--output-tokens", "Answer lengths, written the same way.", 64);
    private static readonly Option<double> SharedPrefix = new("--shared-prefix") { Description = "Share of each prompt that all requests begin with, 0 to 1." };
    private static readonly Option<string?> ApiKeysFile = new("--api-keys-file") { Description = "API keys, one per line, that clients use in turn." };
    private static readonly Option<int> Seed = new("--seed") { Description = "The same seed sends the same requests at the same times.", DefaultValueFactory = _ => 1 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Writes the report here too, as JSON; - for standard output instead of the table." };

    public static Command Build()
    {
        var command = new Command(Name, "Load any OpenAI-compatible server and report latencies and throughput.")
        {
            Url, Model, Clients, Rate, Requests, Duration, Prompts, PromptTokens, OutputTokens, SharedPrefix, ApiKeysFile, Seed, Json,
        };
        Clients.Validators.Add(result => Check(result.GetValueOrDefault<int>() >= 1, result, "--clients must be at least 1"));
        Rate.Validators.Add(result => Check(result.GetValueOrDefault<double?>() is null or > 0, result, "--rate must be more than 0"));
        SharedPrefix.Validators.Add(result => Check(result.GetValueOrDefault<double>() is >= 0 and <= 1, result, "--shared-prefix must be from 0 to 1"));
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, cancellationToken));
        return command;
    }

    /// <returns>0 when every request was answered or rejected by a full server, 1 when any failed.</returns>
    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var report = await LoadRunner.RunAsync(await PlanAsync(arguments, cancellationToken), TimeProvider.System, cancellationToken);
        var json = ReportJson.Write(report).ToString();
        if (arguments.GetValue(Json) is { Name: "-" })
        {
            Console.WriteLine(json);
        }
        else
        {
            if (arguments.GetValue(Json) is { } file) await File.WriteAllTextAsync(file.FullName, json + "\n", cancellationToken);
            Console.Write(ReportTable.Write(report));
        }

        return report.Failed == 0 ? 0 : 1;
    }

    private static async Task<LoadPlan> PlanAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var duration = arguments.GetValue(Duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        return new LoadPlan
        {
            Endpoint = arguments.GetRequiredValue(Url),
            Arrival = arguments.GetValue(Rate) is { } rate ? new Arrival.Poisson(rate) : new Arrival.Closed(arguments.GetValue(Clients)),
            Duration = duration,
            Requests = arguments.GetValue(Requests) ?? (duration is null ? 100 : null),
            ApiKeys = arguments.GetValue(ApiKeysFile) is { } file ? await KeysAsync(file, cancellationToken) : [],
            Mix = new RequestMix
            {
                Model = arguments.GetRequiredValue(Model),
                Form = arguments.GetValue(Prompts),
                PromptTokens = arguments.GetRequiredValue(PromptTokens),
                OutputTokens = arguments.GetRequiredValue(OutputTokens),
                SharedPrefix = arguments.GetValue(SharedPrefix),
                Seed = arguments.GetValue(Seed),
            },
        };
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(string file, CancellationToken cancellationToken) =>
        [.. (await File.ReadAllLinesAsync(file, cancellationToken)).Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static Option<Lengths> Mix(string name, string description, Lengths standard) =>
        new(name) { Description = description, DefaultValueFactory = _ => standard, CustomParser = ParseLengths };

    private static void Check(bool holds, OptionResult result, string otherwise)
    {
        if (!holds) result.AddError(otherwise);
    }

    private static Lengths? ParseLengths(ArgumentResult result)
    {
        try
        {
            return Lengths.Parse(result.Tokens[0].Value);
        }
        catch (FormatException error)
        {
            result.AddError(error.Message);
            return null;
        }
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        result.AddError($"{result.Tokens[0].Value} is no http address");
        return null;
    }
}
