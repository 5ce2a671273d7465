namespace InferOps.Operator.Core.Placement;

/// <summary>The closed set of reasons why a pool holds no (further) replica of a service.</summary>
public static class PlacementReasons
{
    // What the service does not permit or the pool cannot offer: replicas that are there must leave.
    public const string InvalidPool = "InvalidPool";
    public const string PoolNotNamed = "PoolNotNamed";
    public const string PoolNotSelected = "PoolNotSelected";
    public const string PoolTypeNotPermitted = "PoolTypeNotPermitted";
    public const string RegionNotPermitted = "RegionNotPermitted";
    public const string DataClassNotPermitted = "DataClassNotPermitted";
    public const string NotSingleTenant = "NotSingleTenant";
    public const string EngineNotForGpu = "EngineNotForGpu";
    public const string GpuProductNotPermitted = "GpuProductNotPermitted";
    public const string NotEnoughGpusPerNode = "NotEnoughGpusPerNode";
    public const string NotEnoughGpuMemory = "NotEnoughGpuMemory";
    public const string CurrencyDiffers = "CurrencyDiffers";

    // What may pass: replicas that run there stay.
    public const string NoNodes = "NoNodes";
    public const string NoGpusOnNodes = "NoGpusOnNodes";
    public const string CoolingDown = "CoolingDown";
    public const string QuotaExceeded = "QuotaExceeded";
    public const string NoFreeGpus = "NoFreeGpus";
    public const string YieldedGpus = "YieldedGpus";
    public const string MaxHourlyCostReached = "MaxHourlyCostReached";
    public const string MaxSpotShareReached = "MaxSpotShareReached";

    /// <summary>Has room and would be better; what runs elsewhere comes when a move is due.</summary>
    public const string AwaitingMove = "AwaitingMove";

    /// <summary>Has room; pools before it suffice.</summary>
    public const string NotNeeded = "NotNeeded";
}
