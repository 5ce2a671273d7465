namespace InferOps.Operator.Core.Validation;

/// <summary>The closed set of reasons why a spec cannot be acted on. They appear as reasons of <c>SpecValid=False</c>.</summary>
public static class ValidationReasons
{
    /// <summary>A required field is absent or empty.</summary>
    public const string Required = "Required";

    /// <summary>A number, duration or quantity lies outside what the field permits.</summary>
    public const string OutOfRange = "OutOfRange";

    public const string InvalidDuration = "InvalidDuration";
    public const string InvalidQuantity = "InvalidQuantity";
    public const string InvalidAmount = "InvalidAmount";
    public const string InvalidName = "InvalidName";
    public const string InvalidModelUri = "InvalidModelUri";
    public const string InvalidChecksum = "InvalidChecksum";
    public const string DuplicateName = "DuplicateName";

    /// <summary>An environment variable needs exactly one of value and secretKeyRef.</summary>
    public const string InvalidEnvironment = "InvalidEnvironment";

    /// <summary>A schedule's start is no cron expression.</summary>
    public const string InvalidSchedule = "InvalidSchedule";

    public const string UnknownTimeZone = "UnknownTimeZone";
    public const string MinReplicasAboveMax = "MinReplicasAboveMax";
    public const string ReplicasNeedModeOff = "ReplicasNeedModeOff";
    public const string IdleAfterNeedsMinZero = "IdleAfterNeedsMinZero";

    /// <summary>resources.gpus differs from tensor × pipeline parallelism.</summary>
    public const string ParallelismMismatch = "ParallelismMismatch";

    public const string PoolsAndSelector = "PoolsAndSelector";
    public const string EmptySelector = "EmptySelector";
    public const string RolloutCannotProgress = "RolloutCannotProgress";

    /// <summary>A field of pods that users may not override.</summary>
    public const string ProtectedField = "ProtectedField";

    public const string UnknownEngine = "UnknownEngine";
    public const string UnknownPool = "UnknownPool";

    /// <summary>The engine does not read the model's format.</summary>
    public const string ModelFormatNotSupported = "ModelFormatNotSupported";

    /// <summary>Pipeline parallelism is asked for, and the engine only splits by tensor.</summary>
    public const string ParallelismNotSupported = "ParallelismNotSupported";

    /// <summary>API keys are asked for and the engine cannot check them.</summary>
    public const string ApiKeysNotSupported = "ApiKeysNotSupported";

    /// <summary>The engine has no argument for adapters.</summary>
    public const string AdaptersNotSupported = "AdaptersNotSupported";

    /// <summary>The engine has no argument for a draft model.</summary>
    public const string DraftNotSupported = "DraftNotSupported";

    public const string NegativeCost = "NegativeCost";

    /// <summary>A rented pool has no price, so nothing can be compared with it.</summary>
    public const string PriceMissing = "PriceMissing";

    public const string CommittedAboveMax = "CommittedAboveMax";
    public const string ConflictingCaches = "ConflictingCaches";
    public const string UnknownPlaceholder = "UnknownPlaceholder";
    public const string InvalidMetricName = "InvalidMetricName";
    public const string InvalidPath = "InvalidPath";
}
