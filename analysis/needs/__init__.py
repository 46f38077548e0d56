"""What companies need help with: how severe, and what they put first."""
