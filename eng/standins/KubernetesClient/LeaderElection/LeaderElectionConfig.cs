namespace k8s.LeaderElection;

/// <summary>The timing of an election. RetryPeriod &lt; RenewDeadline &lt; LeaseDuration.</summary>
public class LeaderElectionConfig
{
    public LeaderElectionConfig(ILock @lock) => Lock = @lock;

    public ILock Lock { get; set; }

    /// <summary>How long the others wait after the last renewal they saw before they try to lead.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a leader tries to renew before it gives up leading.</summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time between attempts.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);
}
