using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Embedding;
using InferOps.Runtime.Server.Models;

namespace InferOps.Runtime.Server.Lifecycle;

/// <summary>A loaded and warm model, and what endpoints need to put requests to it.</summary>
internal sealed record ServingModel(InferenceEngine Engine, ModelDescription Description, ITokenizer Tokenizer, ChatModel Chat, RequestValidator Validator)
{
    /// <summary>Absent where this replica does not embed.</summary>
    public ServedEmbedding? Embedding { get; init; }

    /// <summary>Absent where this model's text cannot be constrained.</summary>
    public IGrammarCompiler? Grammars { get; init; }

    public string Fingerprint { get; } = SystemFingerprint.Of(Description);
}
