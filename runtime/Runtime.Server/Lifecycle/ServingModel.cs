using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Server.Lifecycle;

/// <summary>A loaded and warm model, and what endpoints need to put requests to it.</summary>
internal sealed record ServingModel(InferenceEngine Engine, ITokenizer Tokenizer, RequestValidator Validator);
