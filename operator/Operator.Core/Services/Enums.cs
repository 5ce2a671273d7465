using System.Text.Json.Serialization;

namespace InferOps.Operator.Core.Services;

/// <summary>Who owns the hardware of a pool, which decides what using it costs and how long more of it takes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolType>))]
public enum PoolType
{
    /// <summary>Bought: paid for already, months to extend.</summary>
    OnPremises,

    /// <summary>Rented for a term: paid for while the term runs, days to extend.</summary>
    Dedicated,

    /// <summary>Rented by the minute: costs only while used, minutes to extend.</summary>
    Cloud,
}

[JsonConverter(typeof(JsonStringEnumConverter<PlacementPolicy>))]
public enum PlacementPolicy
{
    LeastCost,
    Fastest,
    Ordered,
}

/// <summary>Whether replicas may move between pools once placed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MigrationPolicy>))]
public enum MigrationPolicy
{
    Allowed,
    Never,
}

/// <summary>What to do when no permitted pool has room.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoCapacityPolicy>))]
public enum NoCapacityPolicy
{
    /// <summary>Keep what runs and wait for room.</summary>
    Queue,

    /// <summary>Report <c>Stalled</c> so that a human or a pipeline is told at once.</summary>
    FailClosed,
}

/// <summary>What to do with GPUs that are paid for and that nobody needs at the moment.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WarmSpares>))]
public enum WarmSpares
{
    /// <summary>Leave them alone.</summary>
    None,

    /// <summary>Keep replicas on those that cost nothing more when used, ready for the next burst. They make room as soon as a service needs it.</summary>
    WhereFree,

    /// <summary>The same, and also on paid-for GPUs that cost energy when used: as many as the surges of the last two hours and missed objectives are worth.</summary>
    WherePaidFor,
}

/// <summary>Whether a service shares nodes with others.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Isolation>))]
public enum Isolation
{
    Shared,

    /// <summary>Only pools whose nodes are not shared with other tenants: OnPremises and Dedicated.</summary>
    SingleTenant,
}

[JsonConverter(typeof(JsonStringEnumConverter<ScalingMode>))]
public enum ScalingMode
{
    /// <summary>The operator sets the number of replicas.</summary>
    Auto,

    /// <summary>The operator decides and explains, and changes nothing.</summary>
    Advisory,

    /// <summary>The number of replicas is <c>scaling.replicas</c>.</summary>
    Off,
}

[JsonConverter(typeof(JsonStringEnumConverter<ConditionStatus>))]
public enum ConditionStatus
{
    Unknown,
    True,
    False,
}
