using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Core.Text;

/// <summary>Reads a generation as text: assembles characters and looks for stop strings, on the thread of whoever reads.</summary>
/// <remarks>A stop string is seen here, so the engine may have generated a token or two more; they are neither shown nor counted.</remarks>
public sealed class GenerationReader(Generation generation, TokenTable tokens)
{
    private readonly TextAssembler _text = new(tokens, generation.Request.Stop);
    private GenerationEvent? _next;
    private int _tokensRead;
    private bool _ended;

    /// <summary>False after the last event.</summary>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellation)
    {
        if (_next is not null) return ValueTask.FromResult(true);
        return _ended ? ValueTask.FromResult(false) : generation.Tokens.WaitToReadAsync(cancellation);
    }

    /// <summary>The next event if there is one already.</summary>
    public bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GenerationEvent? next)
    {
        (next, _next) = (_next, null);
        while (next is null && !_ended && generation.Tokens.TryRead(out var happened)) next = happened.End is { } end ? End(end) : Add(happened);
        return next is not null;
    }

    /// <summary>The next event.</summary>
    /// <exception cref="InvalidOperationException">The last one was read before.</exception>
    public async ValueTask<GenerationEvent> ReadAsync(CancellationToken cancellation)
    {
        while (await WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            if (TryRead(out var next)) return next;
        }

        throw new InvalidOperationException("the generation has ended");
    }

    private TextGenerated? Add(EngineEvent happened)
    {
        _tokensRead++;
        var text = _text.Add(happened.Token, out var stopped);
        var shown = text.Length > 0 || happened.Logprobs is not null ? new TextGenerated(text, happened.Logprobs) : null;
        if (!stopped) return shown;

        generation.Finish();
        var usage = new TokenUsage(generation.Request.Prompt.Length, generation.CachedPromptTokens, _tokensRead);
        (_ended, _next) = (true, new GenerationFinished(FinishReason.Stop, usage));
        return shown;
    }

    private GenerationEvent End(GenerationEvent end)
    {
        _ended = true;
        if (end is not GenerationFinished || _text.Flush() is not { Length: > 0 } rest) return end;
        _next = end;
        return new TextGenerated(rest, null);
    }
}
