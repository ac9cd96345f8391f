//! Latitude and longitude, as programs send and read them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    privacy::Private,
    suggestions::coordinates::{self, Coordinates},
};

/// Degrees of WGS84, rounded to five decimals, about a metre. One without the other is refused.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewCoordinates)]
pub struct CoordinatesBody {
    /// From -90 to 90.
    #[schema(value_type = Option<f64>)]
    latitude: Option<Private<f64>>,
    /// From -180 to 180.
    #[schema(value_type = Option<f64>)]
    longitude: Option<Private<f64>>,
}

impl CoordinatesBody {
    /// What was sent, as the form has it.
    pub(super) fn coordinates(sent: Option<Self>) -> Coordinates {
        let typed = |degrees: Option<Private<f64>>| {
            let text = degrees.map(|degrees| degrees.map(|degrees| degrees.to_string()));
            text.unwrap_or_else(|| Private::new(String::new()))
        };
        sent.map_or_else(Coordinates::none, |sent| Coordinates {
            latitude: typed(sent.latitude),
            longitude: typed(sent.longitude),
        })
    }
}

/// Degrees of WGS84.
#[derive(Serialize, ToSchema)]
#[schema(as = Coordinates)]
pub struct CoordinatesShown {
    latitude: f64,
    longitude: f64,
}

impl CoordinatesShown {
    /// Of what was kept.
    pub(super) fn of(kept: Option<String>) -> Option<Self> {
        let (latitude, longitude) = coordinates::degrees(&kept?)?;
        Some(Self {
            latitude,
            longitude,
        })
    }
}
